using FijiBridge.Engine.Models.Onnx;

namespace FijiBridge.Engine.Models;

/// <summary>What a network from a stranger must not hold: anything that makes the runtime open other files or load code.</summary>
internal static class OnnxSafety
{
    /// <summary>Operator domains that ONNX Runtime has by itself; any other needs a library that a stranger would have to bring.</summary>
    private static readonly string[] KnownDomains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft"];

    /// <summary>Every complaint, to be read after the name of the file.</summary>
    public static IEnumerable<string> Complaints(ModelProto model)
    {
        var graphs = Graphs(model).ToList();
        var nodes = graphs.SelectMany(graph => graph.Node).Concat(model.Functions.SelectMany(function => function.Node)).ToList();
        var own = model.Functions.Select(function => function.Domain).ToHashSet();
        var domains = model.OpsetImport.Concat(model.Functions.SelectMany(function => function.OpsetImport)).Select(set => set.Domain)
            .Concat(nodes.Select(node => node.Domain));
        if (domains.FirstOrDefault(domain => !KnownDomains.Contains(domain) && !own.Contains(domain)) is { } unknown)
            yield return $"uses operators of the domain '{unknown}', which are not part of ONNX Runtime";
        if (Tensors(graphs, nodes).FirstOrDefault(IsExternal) is { } external)
            yield return $"keeps the weights '{external.Name}' in another file; save it with its weights inside";
    }

    // The parser of messages ends at 100 levels, and so does this.
    private static IEnumerable<GraphProto> Graphs(ModelProto model)
    {
        var open = new Stack<GraphProto>(Inner(model.Functions.SelectMany(function => function.Node)));
        if (model.Graph is { } main) open.Push(main);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var graph in Inner(next.Node)) open.Push(graph);
        }
    }

    private static IEnumerable<GraphProto> Inner(IEnumerable<NodeProto> nodes) =>
        nodes.SelectMany(node => node.Attribute).SelectMany(attribute => attribute.Graphs.Append(attribute.G)).OfType<GraphProto>();

    // Weights are in initializers, and constants in attributes of nodes; either can be sparse.
    private static IEnumerable<TensorProto> Tensors(IEnumerable<GraphProto> graphs, IEnumerable<NodeProto> nodes)
    {
        var attributes = nodes.SelectMany(node => node.Attribute).ToList();
        var sparse = graphs.SelectMany(graph => graph.SparseInitializer)
            .Concat(attributes.SelectMany(attribute => attribute.SparseTensors.Append(attribute.SparseTensor)))
            .OfType<SparseTensorProto>().SelectMany(tensor => new[] { tensor.Values, tensor.Indices });
        return graphs.SelectMany(graph => graph.Initializer)
            .Concat(attributes.SelectMany(attribute => attribute.Tensors.Append(attribute.T)))
            .Concat(sparse).OfType<TensorProto>();
    }

    private static bool IsExternal(TensorProto tensor) =>
        tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0;
}
