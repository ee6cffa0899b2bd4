using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Keeps what a server logs. An error that the test did not announce fails it.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, int Event, string Text)> _entries = new();

    /// <summary>Ids of the events that may be errors in this test.</summary>
    public HashSet<int> Expected { get; } = [];

    public IReadOnlyList<string> UnexpectedErrors =>
        [.. _entries.Where(entry => entry.Level >= LogLevel.Error && !Expected.Contains(entry.Event)).Select(entry => entry.Text)];

    public bool Has(int eventId, string part = "") =>
        _entries.Any(entry => entry.Event == eventId && entry.Text.Contains(part, StringComparison.Ordinal));

    public int Count(int eventId) => _entries.Count(entry => entry.Event == eventId);

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._entries.Enqueue((logLevel, eventId.Id, $"{category} {eventId.Id}: {formatter(state, exception)} {exception}"));
    }
}
