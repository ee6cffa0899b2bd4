using FijiBridge.Engine.Models;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>Which tiles a trained network takes, from its architecture.</summary>
internal sealed record NetworkSizes(AxisConstraint Z, AxisConstraint Y, AxisConstraint X)
{
    /// <param name="network">The network.</param>
    /// <param name="around">How far nodes around it see along y and x.</param>
    /// <param name="effective">The halo along y and x where it is known that what lies beyond has no effect; null: all that the network sees.</param>
    public static NetworkSizes Of(Network network, int around, int? effective = null)
    {
        var architecture = network.Architecture;
        var field = architecture.ReceptiveField();
        AxisConstraint Axis(int reach, int step, int scale)
        {
            // The zoo's own programs want an even halo.
            var halo = reach + reach % 2;
            return new AxisConstraint { Halo = halo, Step = step, Min = (2 * halo + step) / step * step, Scale = scale };
        }

        return new NetworkSizes(
            architecture.Volume ? Axis(field[0], 1, 1) : AxisConstraint.OneByOne,
            Axis(effective ?? field[^2] + around, architecture.Divisor, architecture.Scale),
            Axis(effective ?? field[^1] + around, architecture.Divisor, architecture.Scale));
    }
}
