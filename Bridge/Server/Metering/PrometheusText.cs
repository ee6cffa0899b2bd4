using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FijiBridge.Bridge.Server.Metering;

/// <summary>The meters of a server in Prometheus' text format (exposition format 0.0.4).</summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public PrometheusText(ServerMeters meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meters.Meter)) Listen(instrument, listener);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.Start();
    }

    /// <summary>All families, with the gauges as they are at this moment.</summary>
    public string Write()
    {
        lock (_lock)
        {
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var (name, family) in _families) family.AppendTo(text, name);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        var counts = !instrument.IsObservable;
        var family = new Family(instrument.Description ?? "", counts);
        lock (_lock) _families[instrument.Name.Replace('.', '_') + (counts ? "_total" : "")] = family;
        listener.EnableMeasurementEvents(instrument, family);
    }

    private void Take(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock) ((Family)family!).Take(LabelsOf(tags), value);
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var labels = new List<string>();
        foreach (var (name, value) in tags) labels.Add($"{name}=\"{Escaped($"{value}")}\"");
        return "{" + string.Join(',', labels) + "}";
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    /// <summary>All series of one name. Counters add up what they are told, gauges keep the last.</summary>
    private sealed class Family(string help, bool counts)
    {
        private readonly SortedDictionary<string, double> _series = new(StringComparer.Ordinal);

        public void Take(string labels, double value) => _series[labels] = counts ? _series.GetValueOrDefault(labels) + value : value;

        public void AppendTo(StringBuilder text, string name)
        {
            text.Append($"# HELP {name} {help}\n# TYPE {name} {(counts ? "counter" : "gauge")}\n");
            foreach (var (labels, value) in _series) text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }
}
