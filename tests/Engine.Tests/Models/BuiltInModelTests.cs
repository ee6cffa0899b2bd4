using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;

namespace FijiBridge.Engine.Tests.Models;

[TestClass]
public sealed class BuiltInModelTests
{
    private const string WriteThem = "FIJIBRIDGE_WRITE_MODELS";

    private static ModelCatalog Catalog { get; } = new(ModelCatalog.BuiltInFolder);

    private static string SourceFolder(string model, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../Engine/Models/builtin", model));

    /// <summary>A slope with a bright square, as the README of the model says.</summary>
    private static NpyFile TestImage()
    {
        var values = new float[48 * 40];
        for (var y = 0; y < 48; y++)
        {
            for (var x = 0; x < 40; x++) values[y * 40 + x] = 100 + x + 2 * y + (y is >= 20 and < 28 && x is >= 15 and < 25 ? 800 : 0);
        }
        return new NpyFile([1, 1, 48, 40], values);
    }

    /// <summary>The filter as the README describes it, with zeros beyond the image, in double precision.</summary>
    private static double[] Gaussian(double[] image, int width, int height, double sigma)
    {
        var kernel = Enumerable.Range(-16, 33).Select(d => Math.Exp(-d * d / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        var rows = new double[image.Length];
        var result = new double[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            for (var d = -16; d <= 16; d++)
                if (i % width + d is var x && x >= 0 && x < width) rows[i] += kernel[d + 16] / sum * image[i + d];
        }
        for (var i = 0; i < image.Length; i++)
        {
            for (var d = -16; d <= 16; d++)
                if (i / width + d is var y && y >= 0 && y < height) result[i] += kernel[d + 16] / sum * rows[i + d * width];
        }
        return result;
    }

    private static void SameAsCommitted(string model, string file, Action<string> write)
    {
        var (fresh, committed) = (Path.GetTempFileName(), Path.Combine(SourceFolder(model), file));
        try
        {
            write(fresh);
            if (Environment.GetEnvironmentVariable(WriteThem) is not null) File.Copy(fresh, committed, overwrite: true);
            CollectionAssert.AreEqual(File.ReadAllBytes(fresh), File.ReadAllBytes(committed), $"{committed} is stale; run this test with {WriteThem}=1 and commit it");
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    [TestMethod]
    public void Files_Committed_AreWhatTheClassesWrite()
    {
        var image = TestImage();
        var smoothed = Gaussian(Array.ConvertAll(image.Values, value => (double)value), 40, 48, 2);
        SameAsCommitted("smooth", "model.onnx", path => File.WriteAllBytes(path, GaussianSmoothing.WriteOnnx()));
        SameAsCommitted("smooth", "test-image.npy", image.Write);
        SameAsCommitted("smooth", "test-sigma.npy", new NpyFile([1], [2]).Write);
        SameAsCommitted("smooth", "test-smoothed.npy", new NpyFile([1, 1, 48, 40], Array.ConvertAll(smoothed, value => (float)value)).Write);
        SameAsCommitted("pass-through", "model.onnx", path => File.WriteAllBytes(path, PassThrough.WriteOnnx()));
        SameAsCommitted("pass-through", "test-image.npy", image.Write);
        SameAsCommitted("pass-through", "test-same.npy", image.Write);
    }

    [TestMethod]
    [DataRow("smooth")]
    [DataRow("pass-through")]
    public void Catalog_BesideTheAssembly_HoldsTheModelAndItReproducesItsTest(string name)
    {
        var model = Catalog.Find(name);
        Assert.IsTrue(model.BuiltIn);
        Assert.IsEmpty(Catalog.Broken());
        var check = ModelCheck.Run(model, DeviceKind.Cpu);
        Assert.IsTrue(check.Passed, $"{check}");
        Assert.IsLessThan(1e-3, check.LargestDifference);
    }

    [TestMethod]
    [DataRow(0.3)]
    [DataRow(1.0)]
    [DataRow(5.0)]
    public void Smooth_AnySigma_EqualsAnIndependentGaussian(double sigma)
    {
        var (actual, image) = (Smooth(TestImage(), sigma), Array.ConvertAll(TestImage().Values, value => (double)value));
        var expected = Gaussian(image, 40, 48, sigma);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-3);
    }

    [TestMethod]
    public void Smooth_InnerPixels_EqualScipy()
    {
        const string Script =
            "import sys, numpy as n, scipy.ndimage as s\n" +
            "a = n.load(sys.argv[1])[0, 0].astype(float)\n" +
            "print(' '.join(repr(float(v)) for v in s.gaussian_filter(a, 3.5, mode='mirror', truncate=16/3.5)[16:-16, 16:-16].ravel()))";
        var path = Path.Combine(SourceFolder("smooth"), "test-image.npy");
        var expected = Python(Script, path).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var actual = Smooth(TestImage(), 3.5);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[(16 + i / 8) * 40 + 16 + i % 8], 1e-3);
        Assert.HasCount(16 * 8, expected);
    }

    private static float[] Smooth(NpyFile image, double sigma)
    {
        var shape = new TileShape(1, 1, image.Shape[2], image.Shape[3]);
        using var session = ModelSession.Open(Catalog.Find("smooth").Source(shape, shape), DeviceKind.Cpu);
        var output = new float[image.Values.Length];
        session.Run(image.Values, 1, new Dictionary<string, double> { ["sigma"] = sigma }, output);
        return output;
    }

    private static string Python(string script, string argument)
    {
        const string Interpreter = "/usr/bin/python3";
        if (!File.Exists(Interpreter)) Assert.Inconclusive("there is no /usr/bin/python3");
        using var process = Process.Start(new ProcessStartInfo(Interpreter, ["-c", script, argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0) Assert.Inconclusive("SciPy is not installed (python3-scipy)");
        return output;
    }
}
