/// Weights of System.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/frame_system.rs
#pragma once

#include "runtime/pallets/system/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr frame_system::Weights<Measured> kSystem{
    .remark = {691'547, 0, 0, 0, {{386}}},
    .remark_with_event = {58'654'048, 0, 0, 0, {{1656}}},
    .set_heap_pages = {3'660'000, 1485, 1, 2},
    .set_code = {95'101'886'000, 1485, 1, 2},
    .set_storage = {1'964'000, 0, 0, 0, {{698'445, 0, 0, 1}}},
    .kill_storage = {1'914'000, 0, 0, 0, {{524'502, 0, 0, 1}}},
    .kill_prefix = {3'691'000, 86, 0, 0, {{1'165'480, 70, 1, 1}}},
};

}  // namespace serinus::kusama::weights
