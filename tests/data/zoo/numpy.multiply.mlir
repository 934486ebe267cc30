module @jit_multiply attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-3.3411792e-01, 5.9941936e-01, -1.4414641e+00, 3.0101204e-01, 5.7682715e-02], [-1.6591295e+00, -1.4581147e+00, -6.3870883e-01, 1.8196363e+00, -1.875617e+00], [3.6800012e-01, -8.781627e-01, -1.3726255e+00, 1.4617687e+00, 1.0161583e+00], [1.956465e-01, -1.390857e+00, -1.1575317e+00, -9.284321e-02, -1.4440291e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.2950642e+00, 3.8688937e-01, 1.5529957e+00, 1.307549e+00, -1.1504555e+00], [-3.536963e-01, 9.0337247e-01, -1.5517474e+00, -1.1741488e+00, -2.2830346e-01], [1.4104694e+00, 1.2239249e-01, -5.757263e-01, -7.628182e-01, 5.271019e-01], [-1.7883348e+00, -7.911271e-01, 1.1296587e+00, -4.2749497e-01, -6.149903e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.3270415e-01, 2.3190898e-01, -2.2385874e+00, 3.9358798e-01, -6.63614e-02], [5.8682793e-01, -1.3172207e+00, 9.911148e-01, -2.1365237e+00, 4.2820987e-01], [5.190529e-01, -1.0748052e-01, 7.9025656e-01, -1.1150638e+00, 5.3561896e-01], [-3.4988144e-01, 1.1003447e+00, -1.3076158e+00, 3.9690007e-02, 8.8806385e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.239e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.multiply %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
