/// An account of a chain as a place inside of it, where a constant of a pallet names one.
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::xcm {

/// Encoded as Junctions of version 5, and shown as such: one step, which is an AccountId32 of no network.
struct AccountInside {
    uint8_t steps = 1;
    uint8_t kind = 1;
    uint8_t network = 0;
    ByteArray<32> id{};
};

}  // namespace serinus::xcm

namespace serinus::sdk::metadata {

template <class T>
struct Describe;
struct Type;
class Registry;

template <>
struct Describe<xcm::AccountInside> {
    static Type of(Registry& registry);
};

}  // namespace serinus::sdk::metadata
