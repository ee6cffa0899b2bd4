using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class ModelSessionTests
{
    [TestMethod]
    public void Run_TwoTilesAndParameters_GivesBothResults()
    {
        using var session = ModelSession.Open(TinyModels.Affine(), DeviceKind.Cpu);
        var results = new float[8];
        session.Run([0, 1, 2, 3, 10, 11, 12, 13], 2, TinyModels.Parameters(gain: 2, offset: 0.5), results);
        CollectionAssert.AreEqual(new[] { 0.5f, 2.5f, 4.5f, 6.5f, 20.5f, 22.5f, 24.5f, 26.5f }, results);
    }

    [TestMethod]
    public void Run_ParameterWithAnAxis_IsGivenAsThatShape()
    {
        using var session = ModelSession.Open(TinyModels.Affine(parameterShape: [1]), DeviceKind.Cpu);
        var results = new float[4];
        session.Run([1, 2, 3, 4], 1, TinyModels.Parameters(gain: -1, offset: 0), results);
        CollectionAssert.AreEqual(new[] { -1f, -2, -3, -4 }, results);
    }

    [TestMethod]
    public void Run_Volumes_KeepsTheOrderOfAxes()
    {
        using var session = ModelSession.Open(TinyModels.SumOverSlices(depth: 3, size: 2), DeviceKind.Cpu);
        var results = new float[4];
        session.Run([1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400], 1, new Dictionary<string, double>(), results);
        CollectionAssert.AreEqual(new[] { 111f, 222, 333, 444 }, results);
    }

    [TestMethod]
    public void Run_OnTheProcessor_EqualsTheDefinitionOfTheConvolution()
    {
        using var session = ModelSession.Open(TinyModels.Convolutions(20, 1, 4, 1), DeviceKind.Cpu);
        var image = Enumerable.Range(0, 400).Select(i => MathF.Sin(i)).ToArray();
        var results = new float[400];
        session.Run(image, 1, new Dictionary<string, double>(), results);
        var expected = new ConvolutionNetwork(1, 4, 1).Compute(image, 20, 20);
        for (var i = 0; i < 400; i++) Assert.AreEqual(expected[i], results[i], 1e-5f);
    }

    [TestMethod]
    public void Run_MissingParameter_SaysWhich()
    {
        using var session = ModelSession.Open(TinyModels.Affine(), DeviceKind.Cpu);
        var failure = Assert.ThrowsExactly<EngineFailure>(
            () => session.Run(new float[4], 1, new Dictionary<string, double> { ["gain"] = 1 }, new float[4]));
        Assert.AreEqual(FailureKind.BadRequest, failure.Kind);
        StringAssert.Contains(failure.Message, "'offset'");
    }

    [TestMethod]
    public void Run_WrongLength_Throws()
    {
        using var session = ModelSession.Open(TinyModels.Affine(), DeviceKind.Cpu);
        Assert.ThrowsExactly<ArgumentException>(() => session.Run(new float[4], 2, TinyModels.Parameters(1, 0), new float[8]));
    }

    [TestMethod]
    public void Run_Cancelled_StopsBetweenOperators()
    {
        using var session = ModelSession.Open(TinyModels.Convolutions(512, [1, .. Enumerable.Repeat(32, 80), 1]), DeviceKind.Cpu);
        using var cancellation = new CancellationTokenSource();
        // A thread of its own: a timer waits for the pool, which other tests may have filled, until the run is over.
        var canceller = new Thread(() =>
        {
            Thread.Sleep(50);
            cancellation.Cancel();
        });
        canceller.Start();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => session.Run(new float[512 * 512], 1, new Dictionary<string, double>(), new float[512 * 512], cancellation.Token));
        canceller.Join();
    }

    [TestMethod]
    public void Run_AfterDispose_Throws()
    {
        var session = ModelSession.Open(TinyModels.Affine(), DeviceKind.Cpu);
        session.Dispose();
        session.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Run(new float[4], 1, TinyModels.Parameters(1, 0), new float[4]));
    }

    [TestMethod]
    public void Open_FixedBatch_LimitsTheBatch()
    {
        using var session = ModelSession.Open(TinyModels.Affine(fixedBatch: 1), DeviceKind.Cpu);
        Assert.AreEqual(1, session.BatchLimit);
    }

    [TestMethod]
    public void Open_OtherTileThanTheNetworks_SaysWhichAxis()
    {
        var source = TinyModels.Affine(size: 4) with { Input = new TileShape(1, 1, 4, 8) };
        AssertBadModel(source, "axis 3");
    }

    [TestMethod]
    public void Open_UnknownInputName_NamesThoseThereAre() => AssertBadModel(TinyModels.Affine() with { InputName = "x" }, "it has image, gain, offset");

    [TestMethod]
    public void Open_InputThatTheDescriptionDoesNotName_SaysWhich() => AssertBadModel(TinyModels.Affine() with { ParameterNames = ["gain"] }, "'offset'");

    [TestMethod]
    public void Open_DepthForAPlaneNetwork_IsRefused() => AssertBadModel(TinyModels.Affine() with { Input = new TileShape(1, 3, 2, 2) }, "4 axes");

    [TestMethod]
    public void Open_NotANetwork_SaysSoInOneSentence()
    {
        var tile = new TileShape(1, 1, 2, 2);
        AssertBadModel(ModelSource.FromBytes("noise.onnx", [1, 2, 3], "image", "restored", tile, tile), "noise.onnx");
    }

    [TestMethod]
    public void Run_OutputOfAnotherSizeThanDescribed_IsABadModel()
    {
        using var session = ModelSession.Open(TinyModels.Convolutions(8, 1, 1) with { Output = new TileShape(1, 1, 16, 16) }, DeviceKind.Cpu);
        var failure = Assert.ThrowsExactly<EngineFailure>(() => session.Run(new float[64], 1, new Dictionary<string, double>(), new float[256]));
        Assert.AreEqual(FailureKind.BadModel, failure.Kind);
        StringAssert.Contains(failure.Message, "gives 1,1,8,8 samples where its description says 1,1,16,16");
    }

    private static void AssertBadModel(ModelSource source, string part)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ModelSession.Open(source, DeviceKind.Cpu).Dispose());
        Assert.AreEqual(FailureKind.BadModel, failure.Kind);
        StringAssert.Contains(failure.Message, part);
    }
}
