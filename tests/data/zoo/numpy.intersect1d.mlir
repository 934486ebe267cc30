module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[7, 5, 0, 8, 8, 1, 5, 7, 0]> : tensor<9xi32>
    %in1 = stablehlo.constant dense<[8, 0, 0, 3, 0, 7, 6, 0, 1]> : tensor<9xi32>
    %out = func.call @function(%in0, %in1) : (tensor<9xi32>, tensor<9xi32>) -> (tensor<4xi32>)
    %expected0 = stablehlo.constant dense<[0, 1, 7, 8]> : tensor<4xi32>
    check.expect_eq %out, %expected0 : tensor<4xi32>
    return
  }
  func.func private @function(%arg0: tensor<9xi32>, %arg1: tensor<9xi32>) -> (tensor<4xi32> {jax.result_info = "result"}) {
    %0 = call @_intersect1d_size(%arg0, %arg1) : (tensor<9xi32>, tensor<9xi32>) -> tensor<4xi32>
    return %0 : tensor<4xi32>
  }
  func.func private @_intersect1d_size(%arg0: tensor<9xi32>, %arg1: tensor<9xi32>) -> tensor<4xi32> {
    %0:3 = call @_unique_sorted_mask(%arg0) : (tensor<9xi32>) -> (tensor<9xi32>, tensor<9xi1>, tensor<9xi32>)
    %1 = call @cumsum(%0#1) : (tensor<9xi1>) -> tensor<9xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %2 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %3 = call @clip(%1, %c_0) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %5 = stablehlo.compare LT, %3, %4, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_2 = stablehlo.constant dense<9> : tensor<i32>
    %6 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %7 = stablehlo.add %3, %6 : tensor<9xi32>
    %8 = stablehlo.select %5, %7, %3 : tensor<9xi1>, tensor<9xi32>
    %9 = stablehlo.broadcast_in_dim %8, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %10 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %11 = "stablehlo.scatter"(%2, %9, %10) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg2: tensor<i32>, %arg3: tensor<i32>):
      %134 = stablehlo.add %arg2, %arg3 : tensor<i32>
      stablehlo.return %134 : tensor<i32>
    }) : (tensor<9xi32>, tensor<9x1xi32>, tensor<9xi32>) -> tensor<9xi32>
    %12 = call @cumsum_1(%11) : (tensor<9xi32>) -> tensor<9xi32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %13 = call @floor_divide(%12, %c_4) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_5 = stablehlo.constant dense<9> : tensor<i32>
    %14 = call @remainder(%13, %c_5) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_6 = stablehlo.constant dense<0> : tensor<i32>
    %15 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %16 = stablehlo.compare LT, %14, %15, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_7 = stablehlo.constant dense<9> : tensor<i32>
    %17 = stablehlo.broadcast_in_dim %c_7, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %18 = stablehlo.add %14, %17 : tensor<9xi32>
    %19 = stablehlo.select %16, %18, %14 : tensor<9xi1>, tensor<9xi32>
    %20 = stablehlo.broadcast_in_dim %19, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %21 = "stablehlo.gather"(%0#0, %20) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<9xi32>, tensor<9x1xi32>) -> tensor<9xi32>
    %22 = stablehlo.iota dim = 0 : tensor<9xi32>
    %23 = stablehlo.convert %0#1 : (tensor<9xi1>) -> tensor<9xi32>
    %c_8 = stablehlo.constant dense<0> : tensor<i32>
    %24 = stablehlo.reduce(%23 init: %c_8) applies stablehlo.add across dimensions = [0] : (tensor<9xi32>, tensor<i32>) -> tensor<i32>
    %25 = stablehlo.broadcast_in_dim %24, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %26 = stablehlo.compare LT, %22, %25, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_9 = stablehlo.constant dense<0> : tensor<i32>
    %27 = call @_where_3(%26, %21, %c_9) : (tensor<9xi1>, tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_10 = stablehlo.constant dense<0> : tensor<i32>
    %28 = stablehlo.broadcast_in_dim %c_10, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %29 = stablehlo.compare LT, %14, %28, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_11 = stablehlo.constant dense<9> : tensor<i32>
    %30 = stablehlo.broadcast_in_dim %c_11, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %31 = stablehlo.add %14, %30 : tensor<9xi32>
    %32 = stablehlo.select %29, %31, %14 : tensor<9xi1>, tensor<9xi32>
    %33 = stablehlo.broadcast_in_dim %32, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %34 = "stablehlo.gather"(%0#2, %33) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<9xi32>, tensor<9x1xi32>) -> tensor<9xi32>
    %35 = stablehlo.convert %0#1 : (tensor<9xi1>) -> tensor<9xi32>
    %c_12 = stablehlo.constant dense<0> : tensor<i32>
    %36 = stablehlo.reduce(%35 init: %c_12) applies stablehlo.add across dimensions = [0] : (tensor<9xi32>, tensor<i32>) -> tensor<i32>
    %37:3 = call @_unique_sorted_mask(%arg1) : (tensor<9xi32>) -> (tensor<9xi32>, tensor<9xi1>, tensor<9xi32>)
    %38 = call @cumsum(%37#1) : (tensor<9xi1>) -> tensor<9xi32>
    %c_13 = stablehlo.constant dense<0> : tensor<i32>
    %39 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %c_14 = stablehlo.constant dense<0> : tensor<i32>
    %40 = call @clip(%38, %c_14) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_15 = stablehlo.constant dense<0> : tensor<i32>
    %41 = stablehlo.broadcast_in_dim %c_15, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %42 = stablehlo.compare LT, %40, %41, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_16 = stablehlo.constant dense<9> : tensor<i32>
    %43 = stablehlo.broadcast_in_dim %c_16, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %44 = stablehlo.add %40, %43 : tensor<9xi32>
    %45 = stablehlo.select %42, %44, %40 : tensor<9xi1>, tensor<9xi32>
    %46 = stablehlo.broadcast_in_dim %45, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %c_17 = stablehlo.constant dense<1> : tensor<i32>
    %47 = stablehlo.broadcast_in_dim %c_17, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %48 = "stablehlo.scatter"(%39, %46, %47) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg2: tensor<i32>, %arg3: tensor<i32>):
      %134 = stablehlo.add %arg2, %arg3 : tensor<i32>
      stablehlo.return %134 : tensor<i32>
    }) : (tensor<9xi32>, tensor<9x1xi32>, tensor<9xi32>) -> tensor<9xi32>
    %49 = call @cumsum_1(%48) : (tensor<9xi32>) -> tensor<9xi32>
    %c_18 = stablehlo.constant dense<1> : tensor<i32>
    %50 = call @floor_divide(%49, %c_18) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_19 = stablehlo.constant dense<9> : tensor<i32>
    %51 = call @remainder(%50, %c_19) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_20 = stablehlo.constant dense<0> : tensor<i32>
    %52 = stablehlo.broadcast_in_dim %c_20, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %53 = stablehlo.compare LT, %51, %52, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_21 = stablehlo.constant dense<9> : tensor<i32>
    %54 = stablehlo.broadcast_in_dim %c_21, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %55 = stablehlo.add %51, %54 : tensor<9xi32>
    %56 = stablehlo.select %53, %55, %51 : tensor<9xi1>, tensor<9xi32>
    %57 = stablehlo.broadcast_in_dim %56, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %58 = "stablehlo.gather"(%37#0, %57) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<9xi32>, tensor<9x1xi32>) -> tensor<9xi32>
    %59 = stablehlo.iota dim = 0 : tensor<9xi32>
    %60 = stablehlo.convert %37#1 : (tensor<9xi1>) -> tensor<9xi32>
    %c_22 = stablehlo.constant dense<0> : tensor<i32>
    %61 = stablehlo.reduce(%60 init: %c_22) applies stablehlo.add across dimensions = [0] : (tensor<9xi32>, tensor<i32>) -> tensor<i32>
    %62 = stablehlo.broadcast_in_dim %61, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %63 = stablehlo.compare LT, %59, %62, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_23 = stablehlo.constant dense<0> : tensor<i32>
    %64 = call @_where_3(%63, %58, %c_23) : (tensor<9xi1>, tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    %c_24 = stablehlo.constant dense<0> : tensor<i32>
    %65 = stablehlo.broadcast_in_dim %c_24, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %66 = stablehlo.compare LT, %51, %65, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_25 = stablehlo.constant dense<9> : tensor<i32>
    %67 = stablehlo.broadcast_in_dim %c_25, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %68 = stablehlo.add %51, %67 : tensor<9xi32>
    %69 = stablehlo.select %66, %68, %51 : tensor<9xi1>, tensor<9xi32>
    %70 = stablehlo.broadcast_in_dim %69, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %71 = "stablehlo.gather"(%37#2, %70) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<9xi32>, tensor<9x1xi32>) -> tensor<9xi32>
    %72 = stablehlo.convert %37#1 : (tensor<9xi1>) -> tensor<9xi32>
    %c_26 = stablehlo.constant dense<0> : tensor<i32>
    %73 = stablehlo.reduce(%72 init: %c_26) applies stablehlo.add across dimensions = [0] : (tensor<9xi32>, tensor<i32>) -> tensor<i32>
    %c_27 = stablehlo.constant dense<0> : tensor<i32>
    %74 = stablehlo.broadcast_in_dim %c_27, dims = [] : (tensor<i32>) -> tensor<18xi32>
    %c_28 = stablehlo.constant dense<0> : tensor<i32>
    %75 = stablehlo.dynamic_update_slice %74, %27, %c_28 : (tensor<18xi32>, tensor<9xi32>, tensor<i32>) -> tensor<18xi32>
    %c_29 = stablehlo.constant dense<0> : tensor<i32>
    %76 = stablehlo.compare LT, %36, %c_29, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_30 = stablehlo.constant dense<18> : tensor<i32>
    %77 = stablehlo.add %36, %c_30 : tensor<i32>
    %78 = stablehlo.select %76, %77, %36 : tensor<i1>, tensor<i32>
    %79 = stablehlo.dynamic_update_slice %75, %64, %78 : (tensor<18xi32>, tensor<9xi32>, tensor<i32>) -> tensor<18xi32>
    %80 = stablehlo.iota dim = 0 : tensor<18xi32>
    %81 = stablehlo.add %36, %73 : tensor<i32>
    %82 = stablehlo.broadcast_in_dim %81, dims = [] : (tensor<i32>) -> tensor<18xi32>
    %83 = stablehlo.compare LT, %80, %82, SIGNED : (tensor<18xi32>, tensor<18xi32>) -> tensor<18xi1>
    %84 = stablehlo.not %83 : tensor<18xi1>
    %85 = stablehlo.iota dim = 0 : tensor<18xi32>
    %86:3 = "stablehlo.sort"(%84, %79, %85) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg2: tensor<i1>, %arg3: tensor<i1>, %arg4: tensor<i32>, %arg5: tensor<i32>, %arg6: tensor<i32>, %arg7: tensor<i32>):
      %134 = stablehlo.compare LT, %arg4, %arg5, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %135 = stablehlo.compare LT, %arg2, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %136 = stablehlo.compare EQ, %arg2, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %137 = stablehlo.and %136, %134 : tensor<i1>
      %138 = stablehlo.or %135, %137 : tensor<i1>
      stablehlo.return %138 : tensor<i1>
    }) : (tensor<18xi1>, tensor<18xi32>, tensor<18xi32>) -> (tensor<18xi1>, tensor<18xi32>, tensor<18xi32>)
    %87 = stablehlo.slice %86#1 [1:18] : (tensor<18xi32>) -> tensor<17xi32>
    %88 = stablehlo.slice %86#1 [0:17] : (tensor<18xi32>) -> tensor<17xi32>
    %89 = stablehlo.compare EQ, %87, %88, SIGNED : (tensor<17xi32>, tensor<17xi32>) -> tensor<17xi1>
    %90 = stablehlo.slice %83 [1:18] : (tensor<18xi1>) -> tensor<17xi1>
    %91 = stablehlo.and %89, %90 : tensor<17xi1>
    %92 = stablehlo.convert %91 : (tensor<17xi1>) -> tensor<17xi32>
    %c_31 = stablehlo.constant dense<0> : tensor<i32>
    %93 = stablehlo.reduce(%92 init: %c_31) applies stablehlo.add across dimensions = [0] : (tensor<17xi32>, tensor<i32>) -> tensor<i32>
    %94 = call @cumsum_4(%91) : (tensor<17xi1>) -> tensor<17xi32>
    %c_32 = stablehlo.constant dense<0> : tensor<i32>
    %95 = stablehlo.broadcast_in_dim %c_32, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %c_33 = stablehlo.constant dense<0> : tensor<i32>
    %96 = call @clip_6(%94, %c_33) : (tensor<17xi32>, tensor<i32>) -> tensor<17xi32>
    %c_34 = stablehlo.constant dense<0> : tensor<i32>
    %97 = stablehlo.broadcast_in_dim %c_34, dims = [] : (tensor<i32>) -> tensor<17xi32>
    %98 = stablehlo.compare LT, %96, %97, SIGNED : (tensor<17xi32>, tensor<17xi32>) -> tensor<17xi1>
    %c_35 = stablehlo.constant dense<4> : tensor<i32>
    %99 = stablehlo.broadcast_in_dim %c_35, dims = [] : (tensor<i32>) -> tensor<17xi32>
    %100 = stablehlo.add %96, %99 : tensor<17xi32>
    %101 = stablehlo.select %98, %100, %96 : tensor<17xi1>, tensor<17xi32>
    %102 = stablehlo.broadcast_in_dim %101, dims = [0] : (tensor<17xi32>) -> tensor<17x1xi32>
    %c_36 = stablehlo.constant dense<1> : tensor<i32>
    %103 = stablehlo.broadcast_in_dim %c_36, dims = [] : (tensor<i32>) -> tensor<17xi32>
    %104 = "stablehlo.scatter"(%95, %102, %103) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg2: tensor<i32>, %arg3: tensor<i32>):
      %134 = stablehlo.add %arg2, %arg3 : tensor<i32>
      stablehlo.return %134 : tensor<i32>
    }) : (tensor<4xi32>, tensor<17x1xi32>, tensor<17xi32>) -> tensor<4xi32>
    %105 = call @cumsum_7(%104) : (tensor<4xi32>) -> tensor<4xi32>
    %c_37 = stablehlo.constant dense<1> : tensor<i32>
    %106 = call @floor_divide_9(%105, %c_37) : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %c_38 = stablehlo.constant dense<17> : tensor<i32>
    %107 = call @remainder_11(%106, %c_38) : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    %108 = stablehlo.iota dim = 0 : tensor<4xi32>
    %109 = stablehlo.convert %91 : (tensor<17xi1>) -> tensor<17xi32>
    %c_39 = stablehlo.constant dense<0> : tensor<i32>
    %110 = stablehlo.reduce(%109 init: %c_39) applies stablehlo.add across dimensions = [0] : (tensor<17xi32>, tensor<i32>) -> tensor<i32>
    %111 = stablehlo.broadcast_in_dim %110, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %112 = stablehlo.compare GE, %108, %111, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_40 = stablehlo.constant dense<18> : tensor<i32>
    %113 = call @_where_12(%112, %c_40, %107) : (tensor<4xi1>, tensor<i32>, tensor<4xi32>) -> tensor<4xi32>
    %c_41 = stablehlo.constant dense<0> : tensor<i32>
    %114 = stablehlo.broadcast_in_dim %c_41, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %115 = stablehlo.compare LT, %113, %114, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_42 = stablehlo.constant dense<18> : tensor<i32>
    %116 = stablehlo.broadcast_in_dim %c_42, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %117 = stablehlo.add %113, %116 : tensor<4xi32>
    %118 = stablehlo.select %115, %117, %113 : tensor<4xi1>, tensor<4xi32>
    %119 = stablehlo.broadcast_in_dim %118, dims = [0] : (tensor<4xi32>) -> tensor<4x1xi32>
    %c_43 = stablehlo.constant dense<17> : tensor<1xi32>
    %c_44 = stablehlo.constant dense<0> : tensor<i32>
    %120 = stablehlo.broadcast_in_dim %c_44, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %121 = stablehlo.compare GE, %119, %120, SIGNED : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %122 = stablehlo.broadcast_in_dim %c_43, dims = [1] : (tensor<1xi32>) -> tensor<1x1xi32>
    %123 = stablehlo.broadcast_in_dim %122, dims = [0, 1] : (tensor<1x1xi32>) -> tensor<4x1xi32>
    %124 = stablehlo.compare LE, %119, %123, SIGNED : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %125 = stablehlo.and %121, %124 : tensor<4x1xi1>
    %c_45 = stablehlo.constant dense<true> : tensor<i1>
    %126 = stablehlo.reduce(%125 init: %c_45) applies stablehlo.and across dimensions = [1] : (tensor<4x1xi1>, tensor<i1>) -> tensor<4xi1>
    %127 = "stablehlo.gather"(%86#1, %119) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<18xi32>, tensor<4x1xi32>) -> tensor<4xi32>
    %c_46 = stablehlo.constant dense<0> : tensor<i32>
    %128 = stablehlo.broadcast_in_dim %c_46, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %129 = stablehlo.select %126, %127, %128 : tensor<4xi1>, tensor<4xi32>
    %130 = stablehlo.iota dim = 0 : tensor<4xi32>
    %131 = stablehlo.broadcast_in_dim %93, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %132 = stablehlo.compare LT, %130, %131, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_47 = stablehlo.constant dense<-1> : tensor<i32>
    %133 = call @_where_13(%132, %129, %c_47) : (tensor<4xi1>, tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    return %133 : tensor<4xi32>
  }
  func.func private @_unique_sorted_mask(%arg0: tensor<9xi32>) -> (tensor<9xi32>, tensor<9xi1>, tensor<9xi32>) {
    %0 = stablehlo.reshape %arg0 : (tensor<9xi32>) -> tensor<9x1xi32>
    %1 = stablehlo.transpose %0, dims = [1, 0] : (tensor<9x1xi32>) -> tensor<1x9xi32>
    %2 = stablehlo.reverse %1, dims = [0] : tensor<1x9xi32>
    %3 = call @lexsort(%2) : (tensor<1x9xi32>) -> tensor<9xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %5 = stablehlo.compare LT, %3, %4, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_0 = stablehlo.constant dense<9> : tensor<i32>
    %6 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %7 = stablehlo.add %3, %6 : tensor<9xi32>
    %8 = stablehlo.select %5, %7, %3 : tensor<9xi1>, tensor<9xi32>
    %9 = stablehlo.broadcast_in_dim %8, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %10 = "stablehlo.gather"(%arg0, %9) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<9xi32>, tensor<9x1xi32>) -> tensor<9xi32>
    %c_1 = stablehlo.constant dense<true> : tensor<i1>
    %11 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i1>) -> tensor<9xi1>
    %12 = stablehlo.slice %10 [1:9] : (tensor<9xi32>) -> tensor<8xi32>
    %13 = stablehlo.slice %10 [0:8] : (tensor<9xi32>) -> tensor<8xi32>
    %14 = stablehlo.compare NE, %12, %13, SIGNED : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi1>
    %c_2 = stablehlo.constant dense<false> : tensor<i1>
    %15 = stablehlo.reduce(%14 init: %c_2) applies stablehlo.or across dimensions = [] : (tensor<8xi1>, tensor<i1>) -> tensor<8xi1>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %16 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<1xi32>
    %17 = "stablehlo.scatter"(%11, %16, %15) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
    ^bb0(%arg1: tensor<i1>, %arg2: tensor<i1>):
      stablehlo.return %arg2 : tensor<i1>
    }) : (tensor<9xi1>, tensor<1xi32>, tensor<8xi1>) -> tensor<9xi1>
    return %10, %17, %3 : tensor<9xi32>, tensor<9xi1>, tensor<9xi32>
  }
  func.func private @lexsort(%arg0: tensor<1x9xi32>) -> tensor<9xi32> {
    %0 = stablehlo.slice %arg0 [0:1, 0:9] : (tensor<1x9xi32>) -> tensor<1x9xi32>
    %1 = stablehlo.reshape %0 : (tensor<1x9xi32>) -> tensor<9xi32>
    %2 = stablehlo.iota dim = 0 : tensor<9xi32>
    %3:2 = "stablehlo.sort"(%1, %2) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>, %arg3: tensor<i32>, %arg4: tensor<i32>):
      %4 = stablehlo.compare LT, %arg1, %arg2, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %4 : tensor<i1>
    }) : (tensor<9xi32>, tensor<9xi32>) -> (tensor<9xi32>, tensor<9xi32>)
    return %3#1 : tensor<9xi32>
  }
  func.func private @cumsum(%arg0: tensor<9xi1>) -> tensor<9xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<9xi1>) -> tensor<9xi32>
    %1 = call @cumsum_0(%0) : (tensor<9xi32>) -> tensor<9xi32>
    return %1 : tensor<9xi32>
  }
  func.func private @cumsum_0(%arg0: tensor<9xi32>) -> tensor<9xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1>, padding = dense<[[8, 0]]> : tensor<1x2xi64>, window_dilations = array<i64: 1>, window_dimensions = array<i64: 9>, window_strides = array<i64: 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<9xi32>, tensor<i32>) -> tensor<9xi32>
    return %1 : tensor<9xi32>
  }
  func.func private @clip(%arg0: tensor<9xi32>, %arg1: tensor<i32>) -> tensor<9xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %2 = stablehlo.maximum %1, %arg0 : tensor<9xi32>
    return %2 : tensor<9xi32>
  }
  func.func private @cumsum_1(%arg0: tensor<9xi32>) -> tensor<9xi32> {
    %0 = call @cumsum_0(%arg0) : (tensor<9xi32>) -> tensor<9xi32>
    return %0 : tensor<9xi32>
  }
  func.func private @floor_divide(%arg0: tensor<9xi32>, %arg1: tensor<i32>) -> tensor<9xi32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %1 = stablehlo.divide %arg0, %0 : tensor<9xi32>
    %2 = stablehlo.sign %arg0 : tensor<9xi32>
    %3 = stablehlo.sign %arg1 : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %5 = stablehlo.compare NE, %2, %4, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %6 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %7 = stablehlo.remainder %arg0, %6 : tensor<9xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %9 = stablehlo.compare NE, %7, %8, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %10 = stablehlo.and %5, %9 : tensor<9xi1>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %11 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %12 = stablehlo.subtract %1, %11 : tensor<9xi32>
    %13 = call @_where(%10, %12, %1) : (tensor<9xi1>, tensor<9xi32>, tensor<9xi32>) -> tensor<9xi32>
    return %13 : tensor<9xi32>
  }
  func.func private @_where(%arg0: tensor<9xi1>, %arg1: tensor<9xi32>, %arg2: tensor<9xi32>) -> tensor<9xi32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<9xi1>, tensor<9xi32>
    return %0 : tensor<9xi32>
  }
  func.func private @remainder(%arg0: tensor<9xi32>, %arg1: tensor<i32>) -> tensor<9xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.compare EQ, %0, %c, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %2 = call @_where_2(%1, %c_0, %0) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %4 = stablehlo.remainder %arg0, %3 : tensor<9xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %5 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %6 = stablehlo.compare NE, %4, %5, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %8 = stablehlo.compare LT, %4, %7, SIGNED : (tensor<9xi32>, tensor<9xi32>) -> tensor<9xi1>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %9 = stablehlo.compare LT, %2, %c_3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %10 = stablehlo.broadcast_in_dim %9, dims = [] : (tensor<i1>) -> tensor<9xi1>
    %11 = stablehlo.compare NE, %8, %10, UNSIGNED : (tensor<9xi1>, tensor<9xi1>) -> tensor<9xi1>
    %12 = stablehlo.and %11, %6 : tensor<9xi1>
    %13 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %14 = stablehlo.add %4, %13 : tensor<9xi32>
    %15 = stablehlo.select %12, %14, %4 : tensor<9xi1>, tensor<9xi32>
    return %15 : tensor<9xi32>
  }
  func.func private @_where_2(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @_where_3(%arg0: tensor<9xi1>, %arg1: tensor<9xi32>, %arg2: tensor<i32>) -> tensor<9xi32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<i32>) -> tensor<9xi32>
    %1 = stablehlo.select %arg0, %arg1, %0 : tensor<9xi1>, tensor<9xi32>
    return %1 : tensor<9xi32>
  }
  func.func private @cumsum_4(%arg0: tensor<17xi1>) -> tensor<17xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<17xi1>) -> tensor<17xi32>
    %1 = call @cumsum_5(%0) : (tensor<17xi32>) -> tensor<17xi32>
    return %1 : tensor<17xi32>
  }
  func.func private @cumsum_5(%arg0: tensor<17xi32>) -> tensor<17xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1>, padding = dense<[[16, 0]]> : tensor<1x2xi64>, window_dilations = array<i64: 1>, window_dimensions = array<i64: 17>, window_strides = array<i64: 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<17xi32>, tensor<i32>) -> tensor<17xi32>
    return %1 : tensor<17xi32>
  }
  func.func private @clip_6(%arg0: tensor<17xi32>, %arg1: tensor<i32>) -> tensor<17xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<17xi32>
    %2 = stablehlo.maximum %1, %arg0 : tensor<17xi32>
    return %2 : tensor<17xi32>
  }
  func.func private @cumsum_7(%arg0: tensor<4xi32>) -> tensor<4xi32> {
    %0 = call @cumsum_8(%arg0) : (tensor<4xi32>) -> tensor<4xi32>
    return %0 : tensor<4xi32>
  }
  func.func private @cumsum_8(%arg0: tensor<4xi32>) -> tensor<4xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1>, padding = dense<[[3, 0]]> : tensor<1x2xi64>, window_dilations = array<i64: 1>, window_dimensions = array<i64: 4>, window_strides = array<i64: 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<4xi32>, tensor<i32>) -> tensor<4xi32>
    return %1 : tensor<4xi32>
  }
  func.func private @floor_divide_9(%arg0: tensor<4xi32>, %arg1: tensor<i32>) -> tensor<4xi32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %1 = stablehlo.divide %arg0, %0 : tensor<4xi32>
    %2 = stablehlo.sign %arg0 : tensor<4xi32>
    %3 = stablehlo.sign %arg1 : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %5 = stablehlo.compare NE, %2, %4, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %6 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %7 = stablehlo.remainder %arg0, %6 : tensor<4xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %9 = stablehlo.compare NE, %7, %8, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %10 = stablehlo.and %5, %9 : tensor<4xi1>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %11 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %12 = stablehlo.subtract %1, %11 : tensor<4xi32>
    %13 = call @_where_10(%10, %12, %1) : (tensor<4xi1>, tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
    return %13 : tensor<4xi32>
  }
  func.func private @_where_10(%arg0: tensor<4xi1>, %arg1: tensor<4xi32>, %arg2: tensor<4xi32>) -> tensor<4xi32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4xi1>, tensor<4xi32>
    return %0 : tensor<4xi32>
  }
  func.func private @remainder_11(%arg0: tensor<4xi32>, %arg1: tensor<i32>) -> tensor<4xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.compare EQ, %0, %c, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %2 = call @_where_2(%1, %c_0, %0) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %4 = stablehlo.remainder %arg0, %3 : tensor<4xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %5 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %6 = stablehlo.compare NE, %4, %5, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %8 = stablehlo.compare LT, %4, %7, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %9 = stablehlo.compare LT, %2, %c_3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %10 = stablehlo.broadcast_in_dim %9, dims = [] : (tensor<i1>) -> tensor<4xi1>
    %11 = stablehlo.compare NE, %8, %10, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %12 = stablehlo.and %11, %6 : tensor<4xi1>
    %13 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %14 = stablehlo.add %4, %13 : tensor<4xi32>
    %15 = stablehlo.select %12, %14, %4 : tensor<4xi1>, tensor<4xi32>
    return %15 : tensor<4xi32>
  }
  func.func private @_where_12(%arg0: tensor<4xi1>, %arg1: tensor<i32>, %arg2: tensor<4xi32>) -> tensor<4xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4xi1>, tensor<4xi32>
    return %2 : tensor<4xi32>
  }
  func.func private @_where_13(%arg0: tensor<4xi1>, %arg1: tensor<4xi32>, %arg2: tensor<i32>) -> tensor<4xi32> {
    %0 = stablehlo.convert %arg2 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %2 = stablehlo.select %arg0, %arg1, %1 : tensor<4xi1>, tensor<4xi32>
    return %2 : tensor<4xi32>
  }
}
