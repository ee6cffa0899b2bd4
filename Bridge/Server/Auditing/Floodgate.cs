namespace FijiBridge.Bridge.Server.Auditing;

/// <summary>Keeps strangers from filling the logs: lets some events of a minute through and counts the others.</summary>
/// <param name="perMinute">How many.</param>
internal sealed class Floodgate(int perMinute)
{
    private readonly Lock _lock = new();
    private long _minute;
    private int _passed;
    private int _heldBack;

    /// <param name="heldBack">When one passes: how many did not since the last that did.</param>
    public bool TryPass(out int heldBack)
    {
        lock (_lock)
        {
            var minute = Environment.TickCount64 / 60_000;
            if (minute != _minute) (_minute, _passed) = (minute, 0);
            heldBack = 0;
            if (_passed == perMinute)
            {
                _heldBack++;
                return false;
            }
            _passed++;
            (heldBack, _heldBack) = (_heldBack, 0);
            return true;
        }
    }
}
