/// What System weighs. `b`: bytes; `i`: keys; `p`: keys below the prefix.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::frame_system {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> remark = sdk::estimate(1'000'000, 0, 0, 0, {{0}});              // b
    Figures<1> remark_with_event = sdk::estimate(50'000'000, 0, 0, 0, {{0}});  // b
    Figures<0> set_heap_pages = sdk::estimate(5'000'000, 0, 1, 2);
    Figures<0> set_code = sdk::estimate(100'000'000'000, 0, 1, 2);
    Figures<1> set_storage = sdk::estimate(0, 0, 0, 0, {{1'000'000, 0, 0, 1}});   // i
    Figures<1> kill_storage = sdk::estimate(0, 0, 0, 0, {{1'000'000, 0, 0, 1}});  // i
    Figures<1> kill_prefix = sdk::estimate(0, 0, 0, 0, {{1'000'000, 0, 1, 1}});   // p
};

}  // namespace serinus::frame_system
