using FijiBridge.Engine.Models;
using FijiBridge.Engine.Models.Description;

namespace FijiBridge.Engine.Tests.Models;

[TestClass]
public sealed class ModelCardReaderTests
{
    private const string Zoo04 = """
        format_version: 0.4.10
        name: Denoise Nuclei (2D)!
        version: 0.3.1
        description: An example in the older format.
        license: CC-BY-4.0
        authors: [{name: A. Author}, {name: B. Author}]
        test_inputs: [in.npy]
        test_outputs: [out.npy]
        inputs:
          - name: raw
            axes: bcyx
            data_type: float32
            shape: {min: [1, 1, 64, 64], step: [0, 0, 16, 16]}
            preprocessing:
              - {name: scale_range, kwargs: {mode: per_sample, axes: xy, min_percentile: 3, max_percentile: 99.8}}
        outputs:
          - name: clean
            axes: bcyx
            data_type: float32
            halo: [0, 0, 24, 24]
            shape: {reference_tensor: raw, scale: [1, 1, 2, 2], offset: [0, 0, -8, -8]}
            postprocessing: [{name: scale_mean_variance, kwargs: {reference_tensor: raw}}]
        weights:
          onnx: {source: weights.onnx, sha256: ABCDEF, opset_version: 15}
        """;

    [TestMethod]
    public void Read_Format04_HasTheMeaningOf05()
    {
        var card = ModelCardReader.Read(Zoo04);
        Assert.AreEqual("denoise-nuclei-2d", card.Name);
        Assert.AreEqual("Denoise Nuclei (2D)!", card.Title);
        CollectionAssert.AreEqual(new[] { "A. Author", "B. Author" }, card.Authors.ToArray());
        Assert.AreEqual(new OnnxWeights("weights.onnx", "abcdef", 15), card.Weights);
        Assert.AreEqual("in.npy", card.ImageInput.TestTensor);
        Assert.AreEqual(new AxisDescription(AxisKind.Y, "y") { Min = 64, Step = 16 }, card.ImageInput.Axis(AxisKind.Y));
        // Size = 2 * input - 16, halo 24 of the output.
        Assert.AreEqual(new AxisDescription(AxisKind.X, "x") { Reference = ("raw", "x"), Scale = 0.5, Offset = -16, Halo = 24 }, card.ImageOutput.Axis(AxisKind.X));
        Assert.IsTrue(card.Processing is { NeedsStatistics: true, UndoesScaling: true });
        var constraints = ModelConstraints.Of(card);
        // 8 output pixels are cropped and 24 thrown away on each side: 16 input pixels of a network of factor two.
        Assert.AreEqual(new AxisConstraint { Min = 64, Step = 16, Halo = 16, Scale = 2, OutputCrop = 8 }, constraints.X);
    }

    [TestMethod]
    public void Read_Format05_FindsParametersFramesAndNickname()
    {
        var card = ModelCardReader.Read(TestModels.Rdf("Some model", channels: 5, frames: 5, halo: 7) + "\n  bioimageio: {nickname: brave-owl}\n");
        Assert.AreEqual("brave-owl", card.Name);
        Assert.AreEqual("1.2.3", card.Version);
        Assert.AreEqual(5, card.Frames);
        var constraints = ModelConstraints.Of(card);
        Assert.AreEqual(5, constraints.Frames);
        Assert.AreEqual(7, constraints.Y.Halo);
        Assert.IsFalse(constraints.ThreeDimensional);
    }

    [TestMethod]
    public void Read_WhatTheFormatLetsOut_HasTheFormatsDefaults()
    {
        var card = ModelCardReader.Read("""
            format_version: 0.5.11
            name: defaults
            inputs:
              - axes:
                  - {type: batch, size: 1}
                  - {type: channel, channel_names: [intensity]}
                  - {type: space, id: y, size: {min: 32, step: 16}}
                  - {type: space, size: {tensor_id: input, axis_id: y}}
            outputs:
              - axes:
                  - {type: batch}
                  - {type: channel, channel_names: [intensity]}
                  - {type: space, id: y, size: {tensor_id: input, axis_id: y}, halo: 4}
                  - {type: space, size: {tensor_id: input, axis_id: x}, halo: 4}
            weights: {onnx: {source: a.onnx, opset_version: 20}}
            """);
        Assert.AreEqual(("input", "output"), (card.ImageInput.Id, card.ImageOutput.Id));
        Assert.AreEqual(new AxisConstraint { Min = 32, Step = 16, Halo = 4 }, ModelConstraints.Of(card).X);
    }

    [TestMethod]
    [DataRow("a: [b", "not valid YAML")]
    [DataRow("name: x", "format_version is missing")]
    [DataRow("format_version: 0.3.2", "format_version is 0.3.2; 0.4 and 0.5 are read")]
    [DataRow("format_version: 0.5.0\ninputs: 7", "inputs must be a list")]
    [DataRow("format_version: 0.5.0\ninputs: [{id: a, axes: [{type: depth}]}]", "inputs[0].axes[0].type is 'depth'")]
    [DataRow("format_version: 0.5.0\ninputs: [{id: a, axes: [{type: space, id: y, size: 0.5}]}]", "inputs[0].axes[0].size is 0.5")]
    [DataRow("format_version: 0.5.0\ninputs: []\noutputs: []", "inputs has no tensor with the axes y and x")]
    public void Read_BrokenDescription_NamesThePlace(string yaml, string expected)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ModelCardReader.Read(yaml));
        Assert.AreEqual(FailureKind.BadModel, failure.Kind);
        StringAssert.Contains(failure.Message, expected);
    }

    [TestMethod]
    [DataRow("onnx:", "torchscript:", "weights.onnx is missing")]
    [DataRow("preprocessing: []", "preprocessing: [{id: whiten}]", "whiten is not known")]
    [DataRow("{type: channel, size: 1}", "{type: channel, size: 3}", "3 channels together")]
    [DataRow("frames: 1", "frames: 2", "frames is 2")]
    [DataRow("{frames: 1", "{removes_artefacts: perhaps, frames: 1", "removes_artefacts is 'perhaps'; true and false are possible")]
    [DataRow("axes:\n      - {type: batch}\n      - {type: channel", "axes:\n      - {type: channel", "in this order are possible")]
    [DataRow("scale: 1}", "scale: 0.4}", "2.5 times as long")]
    [DataRow("axis_id: y}", "axis_id: y, offset: 3}", "none may be added")]
    [DataRow("{tensor_id: image, axis_id: y}", "64", "whatever the size of the input")]
    public void Read_WhatCannotBeUsed_IsRefusedWithTheReason(string part, string replacement, string expected)
    {
        var yaml = TestModels.Rdf("model");
        StringAssert.Contains(yaml, part);
        var at = yaml.IndexOf(part, StringComparison.Ordinal);
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ModelConstraints.Of(ModelCardReader.Read(yaml[..at] + replacement + yaml[(at + part.Length)..])));
        Assert.AreEqual(FailureKind.BadModel, failure.Kind);
        StringAssert.Contains(failure.Message, expected);
    }

    [TestMethod]
    public void Read_AliasesThatMultiply_AreStopped()
    {
        var yaml = "format_version: 0.5.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 12; i++) yaml += $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ModelCardReader.Read(yaml));
        StringAssert.Contains(failure.Message, "entries");
    }
}
