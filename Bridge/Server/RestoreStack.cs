using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// What the server asks of the engine: restore <paramref name="input"/> into <paramref name="output"/>, which is read behind
/// while it grows. The engine does it with <see cref="RestorationEngine.RestoreAsync"/>; tests put slow, failing and huge
/// restorations in its place.
/// </summary>
internal delegate Task<RestoreOutcome> RestoreStack(
    RestoreJob job, TiffPlaneReader input, Stream output, IProgress<RestoreProgress>? progress, CancellationToken cancellation);
