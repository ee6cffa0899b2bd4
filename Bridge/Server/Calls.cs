namespace FijiBridge.Bridge.Server;

/// <summary>What interceptors share.</summary>
internal static class Calls
{
    /// <summary>A call without a result of its own, as one with a result.</summary>
    public static async Task<bool> NothingAsync(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }
}
