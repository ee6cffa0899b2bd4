namespace FijiBridge.Bridge.Server;

/// <summary>The connection broke while the server read from it. The server notices that before the call counts as cancelled.</summary>
internal sealed class LostClientException(IOException reason) : IOException("The connection broke.", reason);
