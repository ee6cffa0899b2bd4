using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;

namespace FijiBridge.Engine.Tests.Models.Onnx;

[TestClass]
public class OnnxMessagesTests
{
    // Written by hand after the wire format: opset_import (field 8, length 4) { domain "" (field 1), version 18 (field 2) }, ir_version (field 1) 9.
    private static readonly byte[] Opset18Ir9 = [0x08, 0x09, 0x42, 0x04, 0x0A, 0x00, 0x10, 0x12];

    [TestMethod]
    public void Model_WrittenByHand_IsParsed()
    {
        var model = ModelProto.Parser.ParseFrom(Opset18Ir9);

        Assert.AreEqual(9, model.IrVersion);
        Assert.AreEqual(18, model.OpsetImport.Single().Version);
    }

    [TestMethod]
    public void Attribute_PresentAndZero_StaysOnTheWire()
    {
        // name "axis" (field 1), i 0 (field 3), type INT = 2 (field 20: key 0xA0 0x01).
        byte[] expected = [0x0A, 0x04, .. "axis"u8, 0x18, 0x00, 0xA0, 0x01, 0x02];

        var attribute = new AttributeProto { Name = "axis", I = 0, Type = AttributeProto.Types.AttributeType.Int };

        CollectionAssert.AreEqual(expected, attribute.ToByteArray());
    }

    [TestMethod]
    public void Model_WithFieldsUnknownToUs_KeepsThem()
    {
        byte[] withFunctions = [.. Opset18Ir9, 0xCA, 0x01, 0x03, 0x0A, 0x01, (byte)'f']; // functions, field 25

        CollectionAssert.AreEqual(withFunctions, ModelProto.Parser.ParseFrom(withFunctions).ToByteArray());
    }
}
