using System.Text;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Models;

[TestClass]
public sealed class NpyFileTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    private NpyFile Read(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        File.WriteAllBytes(_folder.At("a.npy"), [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data]);
        return NpyFile.Read(_folder.At("a.npy"));
    }

    [TestMethod]
    [DataRow("<u2", new byte[] { 1, 0, 0, 1 }, new float[] { 1, 256 })]
    [DataRow("|i1", new byte[] { 255, 2 }, new float[] { -1, 2 })]
    [DataRow("<f4", new byte[] { 0, 0, 128, 63, 0, 0, 0, 192 }, new float[] { 1, -2 })]
    [DataRow("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 240, 63, 0, 0, 0, 0, 0, 0, 0, 192 }, new float[] { 1, -2 })]
    [DataRow("<f2", new byte[] { 0, 60, 0, 192 }, new float[] { 1, -2 })]
    public void Read_EachType_GivesItsNumbers(string type, byte[] data, float[] expected)
    {
        var array = Read($"{{'descr': '{type}', 'fortran_order': False, 'shape': (2,), }}", data);
        CollectionAssert.AreEqual(expected, array.Values);
        CollectionAssert.AreEqual(new[] { 2 }, array.Shape.ToArray());
    }

    [TestMethod]
    public void Read_FortranOrder_IsTurned()
    {
        var array = Read("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [1, 4, 2, 5, 3, 6], version: 2);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, array.Values);
    }

    [TestMethod]
    [DataRow("{'descr': '<U7', 'fortran_order': False, 'shape': (1,), }", "numbers of the type <U7")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99), }", "at most")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "not a whole .npy")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "not a whole .npy")]
    [DataRow("{}", "not understood")]
    public void Read_WhatIsNotRead_IsRefused(string header, string expected) =>
        StringAssert.Contains(Assert.ThrowsExactly<EngineFailure>(() => Read(header, [0, 0, 0, 0])).Message, expected);

    [TestMethod]
    public void Write_ThenRead_IsTheSame()
    {
        new NpyFile([2, 1, 2], [1, -2, 3.5f, 1e-9f]).Write(_folder.At("b.npy"));
        var array = NpyFile.Read(_folder.At("b.npy"));
        CollectionAssert.AreEqual(new[] { 2, 1, 2 }, array.Shape.ToArray());
        CollectionAssert.AreEqual(new[] { 1, -2, 3.5f, 1e-9f }, array.Values);
    }
}
