module @jit_append attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2.5289906e-02, 1.1185305e+00, -7.141937e-01, -1.0637338e+00, -1.3788062e+00], [-1.9038303e+00, -1.0777911e+00, 1.3014618e+00, 1.8808135e+00, -2.4778438e-01], [-1.9600811e+00, 1.4230771e+00, 1.349049e+00, 1.9403557e+00, -1.6990154e+00], [-1.7904488e+00, -1.773469e+00, 3.7191454e-01, -1.1264893e+00, 1.4062102e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[4.2303115e-01, 1.5709147e+00, -4.9528494e-01, 2.4621096e-01, 1.5086547e+00], [-7.7211434e-01, -5.688665e-01, -1.5865651e+00, 1.0131153e+00, 1.7345935e+00], [1.0846157e+00, -1.4481438e+00, -1.1215695e+00, 1.6363929e-01, -9.468803e-01], [-1.38549e+00, -1.7582464e+00, -1.462952e+00, 1.4707533e+00, 4.8853716e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<40xf32>)
    %expected0 = stablehlo.constant dense<[-2.5289906e-02, 1.1185305e+00, -7.141937e-01, -1.0637338e+00, -1.3788062e+00, -1.9038303e+00, -1.0777911e+00, 1.3014618e+00, 1.8808135e+00, -2.4778438e-01, -1.9600811e+00, 1.4230771e+00, 1.349049e+00, 1.9403557e+00, -1.6990154e+00, -1.7904488e+00, -1.773469e+00, 3.7191454e-01, -1.1264893e+00, 1.4062102e+00, 4.2303115e-01, 1.5709147e+00, -4.9528494e-01, 2.4621096e-01, 1.5086547e+00, -7.7211434e-01, -5.688665e-01, -1.5865651e+00, 1.0131153e+00, 1.7345935e+00, 1.0846157e+00, -1.4481438e+00, -1.1215695e+00, 1.6363929e-01, -9.468803e-01, -1.38549e+00, -1.7582464e+00, -1.462952e+00, 1.4707533e+00, 4.8853716e-01]> : tensor<40xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.960e-04 : tensor<40xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<40xf32> {jax.result_info = "result"}) {
    %0 = call @append(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<40xf32>
    return %0 : tensor<40xf32>
  }
  func.func private @append(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<40xf32> {
    %0 = stablehlo.reshape %arg0 : (tensor<4x5xf32>) -> tensor<20xf32>
    %1 = stablehlo.reshape %arg1 : (tensor<4x5xf32>) -> tensor<20xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<20xf32>, tensor<20xf32>) -> tensor<40xf32>
    return %2 : tensor<40xf32>
  }
}
