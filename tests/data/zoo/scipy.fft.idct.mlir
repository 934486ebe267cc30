module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6.0919285e-01, 5.006674e-01, -5.4822594e-01, -1.322613e+00, 1.8979425e+00, -5.109109e-01, -1.9033506e+00, -1.1483287e+00], [1.7307091e-01, 1.937286e-01, -1.4548697e+00, 4.128875e-01, -6.562152e-01, -7.4326634e-01, 1.3141092e+00, -5.2838546e-01], [-3.4576654e-01, 7.794501e-01, 1.6566849e+00, -2.4135694e-01, -1.3247966e+00, -5.802381e-01, 8.622815e-01, 1.0405059e+00], [6.9407696e-01, 1.6258858e+00, 1.2095367e+00, -7.893384e-01, 1.7013798e+00, 1.1330712e+00, 1.0624131e-02, 7.82046e-01]]> : tensor<4x8xf32>
    %out = func.call @function(%in0) : (tensor<4x8xf32>) -> (tensor<4x8xf32>)
    %expected0 = stablehlo.constant dense<[[-1.6424547e-01, 2.1442688e-01, -3.343041e-01, 4.7578296e-01, 9.2298776e-02, -4.645244e-01, -2.389206e-01, 1.1488952e-01], [-1.5017815e-01, -1.4651805e-02, 1.7996475e-01, 2.1549199e-02, 9.439024e-02, 4.0038094e-01, -2.9041907e-01, -1.5450068e-01], [1.494155e-01, 1.6092768e-01, 2.93532e-01, -5.233779e-01, -2.1917558e-01, -6.1895117e-02, -1.0619901e-02, 3.8310044e-02], [5.4900396e-01, -5.535979e-02, 1.549614e-01, 1.699233e-01, -6.278234e-02, -4.8222965e-01, -4.5381315e-02, 1.1890294e-01]]> : tensor<4x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.490e-05 : tensor<4x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x8xf32>) -> (tensor<4x8xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<1xf32>, tensor<7xf32>) -> tensor<8xf32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [1] : (tensor<8xf32>) -> tensor<1x8xf32>
    %cst_1 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<1x8xf32>
    %5 = stablehlo.multiply %3, %4 : tensor<1x8xf32>
    %6 = stablehlo.sqrt %5 : tensor<1x8xf32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [0, 1] : (tensor<1x8xf32>) -> tensor<4x8xf32>
    %8 = stablehlo.divide %arg0, %7 : tensor<4x8xf32>
    %cst_2 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_3 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %11 = stablehlo.concatenate %9, %10, dim = 0 : (tensor<1xf32>, tensor<7xf32>) -> tensor<8xf32>
    %12 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<8xf32>) -> tensor<1x8xf32>
    %cst_4 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<1x8xf32>
    %14 = stablehlo.multiply %12, %13 : tensor<1x8xf32>
    %15 = stablehlo.sqrt %14 : tensor<1x8xf32>
    %16 = stablehlo.broadcast_in_dim %15, dims = [0, 1] : (tensor<1x8xf32>) -> tensor<4x8xf32>
    %17 = stablehlo.divide %8, %16 : tensor<4x8xf32>
    %18 = stablehlo.iota dim = 0 : tensor<8xf32>
    %19 = stablehlo.broadcast_in_dim %18, dims = [1] : (tensor<8xf32>) -> tensor<1x8xf32>
    %20 = stablehlo.convert %19 : (tensor<1x8xf32>) -> tensor<1x8xcomplex<f32>>
    %cst_5 = stablehlo.constant dense<(0.000000e+00,-1.57079637)> : tensor<complex<f32>>
    %21 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<complex<f32>>) -> tensor<1x8xcomplex<f32>>
    %22 = stablehlo.multiply %21, %20 : tensor<1x8xcomplex<f32>>
    %cst_6 = stablehlo.constant dense<(8.000000e+00,0.000000e+00)> : tensor<complex<f32>>
    %23 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<complex<f32>>) -> tensor<1x8xcomplex<f32>>
    %24 = stablehlo.divide %22, %23 : tensor<1x8xcomplex<f32>>
    %25 = stablehlo.exponential %24 : tensor<1x8xcomplex<f32>>
    %26 = stablehlo.convert %17 : (tensor<4x8xf32>) -> tensor<4x8xcomplex<f32>>
    %27 = stablehlo.convert %19 : (tensor<1x8xf32>) -> tensor<1x8xcomplex<f32>>
    %cst_7 = stablehlo.constant dense<(0.000000e+00,-1.57079637)> : tensor<complex<f32>>
    %28 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<complex<f32>>) -> tensor<1x8xcomplex<f32>>
    %29 = stablehlo.multiply %28, %27 : tensor<1x8xcomplex<f32>>
    %cst_8 = stablehlo.constant dense<(8.000000e+00,0.000000e+00)> : tensor<complex<f32>>
    %30 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<complex<f32>>) -> tensor<1x8xcomplex<f32>>
    %31 = stablehlo.divide %29, %30 : tensor<1x8xcomplex<f32>>
    %32 = stablehlo.exponential %31 : tensor<1x8xcomplex<f32>>
    %33 = stablehlo.broadcast_in_dim %32, dims = [0, 1] : (tensor<1x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>>
    %34 = stablehlo.divide %26, %33 : tensor<4x8xcomplex<f32>>
    %cst_9 = stablehlo.constant dense<(2.000000e+00,0.000000e+00)> : tensor<complex<f32>>
    %35 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<complex<f32>>) -> tensor<4x8xcomplex<f32>>
    %36 = stablehlo.multiply %34, %35 : tensor<4x8xcomplex<f32>>
    %cst_10 = stablehlo.constant dense<(8.000000e+00,0.000000e+00)> : tensor<complex<f32>>
    %37 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<complex<f32>>) -> tensor<4x8xcomplex<f32>>
    %38 = stablehlo.multiply %36, %37 : tensor<4x8xcomplex<f32>>
    %39 = call @fft(%38) : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>>
    %40 = stablehlo.real %39 : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xf32>
    %41 = stablehlo.slice %40 [0:4, 0:4] : (tensor<4x8xf32>) -> tensor<4x4xf32>
    %42 = stablehlo.slice %40 [0:4, 4:8] : (tensor<4x8xf32>) -> tensor<4x4xf32>
    %43 = stablehlo.reverse %42, dims = [1] : tensor<4x4xf32>
    %cst_11 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %44 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x8xf32>
    %45 = stablehlo.iota dim = 0 : tensor<4xi32>
    %c = stablehlo.constant dense<2> : tensor<i32>
    %46 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %47 = stablehlo.multiply %46, %45 : tensor<4xi32>
    %c_12 = stablehlo.constant dense<0> : tensor<i32>
    %48 = stablehlo.broadcast_in_dim %c_12, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %49 = stablehlo.add %48, %47 : tensor<4xi32>
    %50 = stablehlo.broadcast_in_dim %49, dims = [0] : (tensor<4xi32>) -> tensor<4x1xi32>
    %51 = "stablehlo.scatter"(%44, %50, %41) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [1], scatter_dims_to_operand_dims = [1], index_vector_dim = 1>, unique_indices = true}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      stablehlo.return %arg2 : tensor<f32>
    }) : (tensor<4x8xf32>, tensor<4x1xi32>, tensor<4x4xf32>) -> tensor<4x8xf32>
    %52 = stablehlo.iota dim = 0 : tensor<4xi32>
    %c_13 = stablehlo.constant dense<2> : tensor<i32>
    %53 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %54 = stablehlo.multiply %53, %52 : tensor<4xi32>
    %c_14 = stablehlo.constant dense<1> : tensor<i32>
    %55 = stablehlo.broadcast_in_dim %c_14, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %56 = stablehlo.add %55, %54 : tensor<4xi32>
    %57 = stablehlo.broadcast_in_dim %56, dims = [0] : (tensor<4xi32>) -> tensor<4x1xi32>
    %58 = "stablehlo.scatter"(%51, %57, %43) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [1], scatter_dims_to_operand_dims = [1], index_vector_dim = 1>, unique_indices = true}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      stablehlo.return %arg2 : tensor<f32>
    }) : (tensor<4x8xf32>, tensor<4x1xi32>, tensor<4x4xf32>) -> tensor<4x8xf32>
    return %58 : tensor<4x8xf32>
  }
  func.func private @fft(%arg0: tensor<4x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>> {
    %0 = stablehlo.fft %arg0, type = IFFT, length = [8] : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>>
    return %0 : tensor<4x8xcomplex<f32>>
  }
}
