module @jit_abs attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[(2.33256e-01, 1.1600969e+00), (2.0863004e-01, -1.0933255e+00), (1.05407394e-01, -1.0803758e+00), (3.7370148e-01, 9.578356e-01), (-3.760756e-01, -1.0340159e+00)], [(1.9009734e+00, -1.6855693e+00), (-1.3819335e+00, 1.7301741e+00), (-1.7899114e+00, -1.8141891e+00), (-1.0529901e+00, 1.2163175e-01), (-1.0901173e+00, 9.5770496e-01)], [(-7.32655e-01, 2.0503694e-01), (2.2627172e-01, 1.9239999e+00), (1.051645e+00, -1.3534936e+00), (2.0490326e-01, -2.2545081e-01), (-1.72917e+00, 1.0231543e+00)], [(4.3487096e-01, 1.9411199e+00), (1.6739463e+00, -1.1692256e+00), (-1.04193e+00, 4.594526e-01), (1.8465874e+00, -1.186056e-01), (-1.1400017e+00, 1.21857606e-01)]]> : tensor<4x5xcomplex<f32>>
    %out = func.call @function(%in0) : (tensor<4x5xcomplex<f32>>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.1833146e+00, 1.1130531e+00, 1.0855056e+00, 1.0281546e+00, 1.1002825e+00], [2.5406384e+00, 2.2143266e+00, 2.5485415e+00, 1.0599917e+00, 1.4510529e+00], [7.608044e-01, 1.9372596e+00, 1.714031e+00, 3.0465296e-01, 2.009197e+00], [1.9892358e+00, 2.0418582e+00, 1.1387339e+00, 1.8503926e+00, 1.1464959e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.549e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xcomplex<f32>>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.abs %arg0 : (tensor<4x5xcomplex<f32>>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
