namespace FijiBridge.Bridge.Server.Access;

/// <summary>Marks an endpoint that answers callers without a token too: it must tell nothing and change nothing.</summary>
internal sealed class OpenToAll
{
    private OpenToAll()
    {
    }

    public static OpenToAll Mark { get; } = new();
}
