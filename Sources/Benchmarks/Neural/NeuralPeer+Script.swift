extension NeuralPeer {
  /// Reads "load ROWS SHAPE FILE" and "rate SECONDS" and answers each with one line.
  ///
  /// Times are those of the whole process, which computes with one thread.
  static let script = """
    import sys, time
    try:
        if sys.argv[1] == "torch":
            import torch, torch.nn.functional as F
            from safetensors.torch import load_file
            torch.set_num_threads(1)
            print("version", torch.__version__, flush=True)
        else:
            import onnxruntime, numpy
            print("version", onnxruntime.__version__, flush=True)
    except ImportError as error:
        print(error, flush=True)
        sys.exit()

    def session(file, shape):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            file, options, providers=["CPUExecutionProvider"])
        x = numpy.random.default_rng(7).random(shape, numpy.float32)
        return lambda: session.run(None, {"input": x})

    def trainer(file, shape):
        p = {k: (v.permute(3, 2, 0, 1) if v.dim() == 4 else v).contiguous().requires_grad_()
             for k, v in load_file(file).items()}
        def conv(x, n):
            w = p[n + ".weight"]
            return F.conv2d(x, w, p[n + ".bias"], padding=w.shape[2] // 2)
        def dense(x, n): return torch.addmm(p[n + ".bias"], x.flatten(1), p[n + ".weight"])
        def tower(x):
            x = F.relu(conv(x, "trunk.0"))
            layer = 2
            while f"trunk.{layer}.0.weight" in p:
                n = f"trunk.{layer}."
                x = F.relu(x + conv(F.relu(conv(x, n + "0")), n + "2"))
                layer += 2
            policy = dense(F.relu(conv(x, "policy.0")), "policy.2")
            value = F.relu(dense(F.relu(conv(x, "value.0")), "value.2"))
            return policy, torch.tanh(dense(value, "value.4"))
        def perceptron(x):
            return (dense(F.relu(dense(F.relu(dense(x, "trunk.0")), "trunk.2")), "output.0"),)
        model = tower if len(shape) == 4 else perceptron
        x = torch.rand(shape)
        optimiser = torch.optim.Adam(p.values(), 1e-4)
        def step():
            optimiser.zero_grad()
            (sum((y ** 2).sum() for y in model(x)) / (2 * shape[0])).backward()
            optimiser.step()
        return step

    for line in sys.stdin:
        verb, number, *more = line.strip().split(maxsplit=3)
        if verb == "load":
            rows = int(number)
            shape = [rows] + [int(size) for size in more[0].split(",")]
            work = (trainer if sys.argv[1] == "torch" else session)(more[1], shape)
            work()
            print("ready", flush=True)
        else:
            calls, start, elapsed = 0, time.process_time(), 0
            while elapsed < float(number):
                for _ in range(max(1, 16 // rows)): work()
                calls += max(1, 16 // rows)
                elapsed = time.process_time() - start
            print(calls * rows / elapsed, flush=True)
    """
}
