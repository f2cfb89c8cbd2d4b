/// Weights of System.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/frame_system.rs
#pragma once

#include "runtime/pallets/system/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr frame_system::Weights<Measured> kSystem{
    .remark = {1'922'914, 0, 0, 0, {{387}}},
    .remark_with_event = {144'747'508, 0, 0, 0, {{1488}}},
    .set_heap_pages = {3'664'000, 1485, 1, 2},
    .set_code = {92'587'440'000, 1485, 1, 2},
    .set_storage = {1'894'000, 0, 0, 0, {{684'875, 0, 0, 1}}},
    .kill_storage = {1'863'000, 0, 0, 0, {{524'784, 0, 0, 1}}},
    .kill_prefix = {3'694'000, 80, 0, 0, {{1'164'425, 70, 1, 1}}},
};

}  // namespace serinus::polkadot::weights
