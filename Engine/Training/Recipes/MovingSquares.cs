using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Makes squares of films: parts of real films of little noise, and still images that are set in motion, under made-up noise.</summary>
internal sealed class MovingSquares(RecipeImages images, int frames, long seed)
{
    private const double Filmed = 0.45, Resting = 0.15;

    // Pixels from frame to frame, of everything and of single places; their width; change of brightness from frame to frame.
    private const double FastestDrift = 1.5, FastestPlace = 3, NarrowestPlace = 6, WidestPlace = 40, Bleaching = 0.03;
    private const int MostPlaces = 12;

    private readonly CleanSignals _still = new(images.Clean);

    public LearningSquare this[long number]
    {
        get
        {
            var random = new RandomSource(seed, number);
            var signals = random.NextDouble() < Filmed && images.Films.Count > 0 ? FromFilm(random) : Moved(_still.Draw(random), random);
            var middle = signals[frames / 2];
            var noise = SyntheticNoise.Draw(random, middle.Samples.Average());
            var target = noise.Expect(middle);
            return LearningSquare.Of([.. signals.Select(signal => noise.Record(signal, random).Noisy)], target, target, double.NegativeInfinity, random);
        }
    }

    // Every frame or every second one, forwards or backwards, enlarged a little.
    private GreyImage[] FromFilm(RandomSource random)
    {
        var film = images.Films[random.NextInt(images.Films.Count)].Frames;
        var step = random.NextDouble() < 0.75 ? 1 : 2;
        var first = random.NextInt(film.Length - step * (frames - 1));
        var scale = random.NextDouble() < 0.5 ? 1 : random.Uniform(1, 1.6);
        var (left, top, side) = CleanSignals.Place(film[first], scale, random);
        var exposure = CleanSignals.Exposure(film[first], random);
        var part = Enumerable.Range(0, frames).Select(i => Resampling.Square(film[first + step * i], left, top, side, scale).Select(exposure)).ToArray();
        if (random.NextInt(2) == 0) Array.Reverse(part);
        return part;
    }

    private GreyImage[] Moved(GreyImage still, RandomSource random)
    {
        var resting = random.NextDouble() < Resting;
        var (driftX, driftY) = (resting ? 0 : random.Uniform(-FastestDrift, FastestDrift), resting ? 0 : random.Uniform(-FastestDrift, FastestDrift));
        var (flowX, flowY) = (new GreyImage(still.Width, still.Height).Select(_ => driftX), new GreyImage(still.Width, still.Height).Select(_ => driftY));
        for (var places = resting ? 0 : random.NextInt(MostPlaces); places > 0; places--) AddPlace(flowX, flowY, random);
        var bleaching = random.Uniform(-Bleaching, Bleaching);
        return [.. Enumerable.Range(-(frames / 2), frames).Select(time => Shifted(still, flowX, flowY, time).Select(sample => sample * (1 + bleaching * time)))];
    }

    // A place that moves by itself, and drags along what is around it.
    private static void AddPlace(GreyImage flowX, GreyImage flowY, RandomSource random)
    {
        var (x, y, width) = (random.NextDouble() * flowX.Width, random.NextDouble() * flowX.Height, random.Uniform(NarrowestPlace, WidestPlace));
        var (speedX, speedY) = (random.Uniform(-FastestPlace, FastestPlace), random.Uniform(-FastestPlace, FastestPlace));
        var reach = (int)(3 * width);
        for (var row = Math.Max(0, (int)y - reach); row < Math.Min(flowX.Height, (int)y + reach); row++)
        for (var column = Math.Max(0, (int)x - reach); column < Math.Min(flowX.Width, (int)x + reach); column++)
        {
            var share = Math.Exp(-((column - x) * (column - x) + (row - y) * (row - y)) / (2 * width * width));
            flowX[column, row] += share * speedX;
            flowY[column, row] += share * speedY;
        }
    }

    private static GreyImage Shifted(GreyImage still, GreyImage flowX, GreyImage flowY, int time)
    {
        if (time == 0) return still;
        var result = new GreyImage(still.Width, still.Height);
        for (var y = 0; y < still.Height; y++)
        for (var x = 0; x < still.Width; x++)
            result[x, y] = Resampling.Interpolate(still, Inside(x + time * flowX[x, y], still.Width), Inside(y + time * flowY[x, y], still.Height));
        return result;
    }

    // Mirrored at the border; what lies farther out than the image is wide stops at it.
    private static double Inside(double place, int length) => Math.Clamp(place < 0 ? -place : place > length - 1 ? 2 * (length - 1) - place : place, 0, length - 1);
}
