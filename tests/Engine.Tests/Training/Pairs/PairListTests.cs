using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public sealed class PairListTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void From_Csv_TakesPathsFromTheFileAndFieldsFromNamesOrTheirColumn()
    {
        Files("a_C1.tif", "a_C2.tif", "b.tif", "c1.tif", "c2.tif", "c3.tif");
        var list = PairList.From(Text("pairs.csv", "noisy;clean;field\na_C1.tif;c1.tif;\na_C2.tif;\"c2.tif\";dish\nb.tif;c3.tif;dish\n"));

        Assert.HasCount(3, list.Pairs);
        Assert.AreEqual(_folder.At("a_C1.tif"), list.Pairs[0].Noisy);
        CollectionAssert.AreEqual(new[] { _folder.At("c1"), "dish", "dish" }, list.Pairs.Select(pair => pair.Field).ToArray());
    }

    [TestMethod]
    public void From_ChannelsOfOneField_AreOneField()
    {
        Files("n1.tif", "n2.tif", "t_001_0.tif", "t_001_1.tif");
        var list = PairList.From(Text("pairs.csv", "noisy,clean\nn1.tif,t_001_0.tif\nn2.tif,t_001_1.tif\n"));

        Assert.AreEqual(1, list.Pairs.Select(pair => pair.Field).Distinct().Count());
    }

    [TestMethod]
    [DataRow("good,bad\na.tif,b.tif\n", "must name the columns noisy and clean")]
    [DataRow("noisy,clean\na.tif\n", "line 2 of pairs.csv does not name two files")]
    [DataRow("noisy,clean\na.tif,gone.tif\n", "gone.tif")]
    [DataRow("noisy,clean\na.tif,a.tif\n", "names the same file twice")]
    [DataRow("noisy,clean\n", "lists no pairs")]
    [DataRow("", "must name the columns noisy and clean")]
    public void From_BadCsv_SaysWhatAndWhere(string text, string complaint)
    {
        Files("a.tif", "b.tif");

        StringAssert.Contains(Refused(() => PairList.From(Text("pairs.csv", text))), complaint);
    }

    [TestMethod]
    public void From_FoldersWhoseNamesDoNotMatch_NamesEachFile()
    {
        Files("noisy/a.tif", "noisy/b.tif", "clean/a.tif", "clean/c.tif");

        var message = Refused(() => PairList.From(_folder.Path));

        StringAssert.Contains(message, $"b.tif is in {_folder.At("noisy")} but not in {_folder.At("clean")}");
        StringAssert.Contains(message, $"c.tif is in {_folder.At("clean")} but not in {_folder.At("noisy")}");
    }

    [TestMethod]
    public void From_ExposureSeries_PairsEveryShorterExposureWithTheLongest()
    {
        Files("dish_10ms.tif", "dish_50ms.tif", "dish_200ms.tif", "cup_50ms.tif", "cup_10ms.tif");

        var list = PairList.From(_folder.Path);

        CollectionAssert.AreEqual(new[] { "cup 10 ms", "dish 10 ms", "dish 50 ms" }, list.Pairs.Select(pair => pair.Name).ToArray());
        Assert.IsTrue(list.Pairs.Skip(1).All(pair => pair.Clean == _folder.At("dish_200ms.tif")));
    }

    [TestMethod]
    public void From_ExposureSeriesWhoseLongExposureHasAnotherName_NamesItBesideTheComplaint()
    {
        Files("dish_10ms.tif", "dish_1s.tif");

        var message = Refused(() => PairList.From(_folder.Path));

        StringAssert.Contains(message, "the sample dish has only one exposure (10 ms)");
        StringAssert.Contains(message, "1 of 2 images that are not called like {sample}_{exposure}ms.tif: dish_1s.tif");
    }

    [TestMethod]
    public void From_ExposureSeriesOfChannels_AreOneField()
    {
        Files("dish_C1_10ms.tif", "dish_C1_50ms.tif", "dish_C2_10ms.tif", "dish_C2_50ms.tif");

        var list = PairList.From(_folder.Path);

        CollectionAssert.AreEqual(new[] { "dish_C1 10 ms", "dish_C2 10 ms" }, list.Pairs.Select(pair => pair.Name).ToArray());
        Assert.AreEqual(list.Pairs[0].Field, list.Pairs[1].Field);
    }

    [TestMethod]
    public void From_FolderWithoutPairs_SaysWhatWasLookedFor()
    {
        Files("one.tif", "two.tif");

        StringAssert.Contains(Refused(() => PairList.From(_folder.Path)), "there are no folders noisy and clean in it");
        Assert.IsFalse(PairList.HoldsPairs(_folder.Path));
        Assert.IsTrue(PairList.FromSingles(_folder.Path).Pairs.All(pair => pair.IsSingle));
    }

    [TestMethod]
    public void RequireDisjoint_SameFileOrSameField_IsRefused()
    {
        Files("n1.tif", "n2.tif", "n3.tif", "t_001_0.tif", "t_001_1.tif", "t_002_0.tif");
        var one = PairList.From(Text("one.csv", "noisy,clean\nn1.tif,t_001_0.tif\n"));
        var other = PairList.From(Text("other.csv", "noisy,clean\nn3.tif,t_002_0.tif\n"));

        one.RequireDisjoint(other, "independent");
        StringAssert.Contains(Refused(() => one.RequireDisjoint(PairList.From(Text("field.csv", "noisy,clean\nn2.tif,t_001_1.tif\n")), "independent")), "the field of view t_001");
        StringAssert.Contains(Refused(() => one.RequireDisjoint(PairList.From(Text("file.csv", "noisy,clean\nn1.tif,t_002_0.tif\n")), "independent")), "n1.tif");
    }

    [TestMethod]
    public void HoldOut_TakesWholeFieldsBySeed()
    {
        PairFiles.Folders(_folder.Path, 20, side: 16);
        var list = PairList.From(_folder.Path);

        var (training, heldOut) = list.HoldOut(1);

        Assert.HasCount(2, heldOut.Pairs);
        Assert.IsEmpty(training.Pairs.Select(pair => pair.Field).Intersect(heldOut.Pairs.Select(pair => pair.Field)).ToArray());
        CollectionAssert.AreEqual(heldOut.Pairs.ToArray(), list.HoldOut(1).HeldOut.Pairs.ToArray());
        Assert.IsTrue(Enumerable.Range(2, 5).Any(seed => list.HoldOut(seed).HeldOut.Pairs[0] != heldOut.Pairs[0]));
    }

    [TestMethod]
    public void HoldOut_OfOnePair_SaysThatAnotherFieldIsNeeded()
    {
        PairFiles.Folders(_folder.Path, 1, side: 16);

        StringAssert.Contains(Refused(() => PairList.From(_folder.Path).HoldOut(1)), "there is only one field of view (field0)");
    }

    private void Files(params string[] names)
    {
        foreach (var name in names) PairFiles.Write(_folder.At(name), new StackShape(16, 16), (_, x, y) => x + y);
    }

    private string Text(string name, string text)
    {
        File.WriteAllText(_folder.At(name), text);
        return _folder.At(name);
    }

    private static string Refused(Action action)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(action);
        Assert.AreEqual(FailureKind.BadInput, failure.Kind);
        return failure.Message;
    }
}
