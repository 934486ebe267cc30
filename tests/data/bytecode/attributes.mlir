module @attributes {
  func.func public @main(%arg0: tensor<2x3xf32>, %arg1: tensor<?x4xf32, #stablehlo.bounds<8, ?>>, %arg2: tensor<2x!quant.uniform<i8:f32:0, {1.000000e-01:-3,5.000000e-01}>>, %arg3: !stablehlo.token, %arg4: tuple<tensor<i1>, tensor<ui64>>, %arg5: tensor<*xf16>) -> tensor<2x3xf32> {
    %c = stablehlo.constant dense<[-1, 7, -8]> : tensor<3xi4>
    %c_0 = stablehlo.constant dense<18446744073709551615> : tensor<2xui64>
    %cst = stablehlo.constant dense<[1.000000e+00, -2.400000e+02]> : tensor<2xf8E4M3FN>
    %cst_1 = stablehlo.constant dense<> : tensor<0x5xf32>
    %0 = stablehlo.exponential %arg0 {result_accuracy = #stablehlo.result_accuracy<atol = 1.000000e-05, rtol = 0.000000e+00, ulps = 2, mode = #stablehlo.result_accuracy_mode<TOLERANCE>>} : tensor<2x3xf32>
    %1 = stablehlo.tanh %0 : tensor<2x3xf32>
    %2 = stablehlo.dot_general %1, %1, contracting_dims = [1] x [1], algorithm = <lhs_precision_type = tf32, rhs_precision_type = tf32, accumulation_type = f32, lhs_component_count = 1, rhs_component_count = 1, num_primitive_operations = 1, allow_imprecise_accumulation = false> : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x2xf32>
    %3 = "stablehlo.gather"(%arg0, %c) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], operand_batching_dims = [1], start_indices_batching_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = true, slice_sizes = array<i64: 1, 1>}> : (tensor<2x3xf32>, tensor<3xi4>) -> tensor<3xf32>
    %4 = stablehlo.composite "my.op" %arg0 {composite_attributes = {eps = 9.99999974E-6 : f32, flags = [true, false], n = 3 : i8, of = {dim = 1 : i64}}, decomposition = @impl, version = 2 : i32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
    %5 = stablehlo.custom_call @Bar(%4) {api_version = 4 : i32, called_computations = [@impl], mhlo.backend_config = {k = 1 : i64, s = "t"}, output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 0, operand_tuple_indices = []>]} : (tensor<2x3xf32>) -> tensor<2x3xf32>
    %6:2 = "stablehlo.recv"(%arg3) <{channel_handle = #stablehlo.channel_handle<handle = 5, type = 3>, is_host_transfer = true}> : (!stablehlo.token) -> (tensor<2x3xf32>, !stablehlo.token)
    %7:2 = stablehlo.rng_bit_generator %c_0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<4xui32>)
    %8 = "stablehlo.triangular_solve"(%2, %2) <{left_side = true, lower = false, transpose_a = #stablehlo<transpose ADJOINT>, unit_diagonal = false}> : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
    return %5 : tensor<2x3xf32>
  }
  func.func private @impl(%arg0: tensor<2x3xf32>) -> tensor<2x3xf32> {
    return %arg0 : tensor<2x3xf32>
  }
}
