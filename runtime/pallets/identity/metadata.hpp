/// The metadata of Identity's types whose form in memory is not their encoding. Native programs only.
#pragma once

#include "runtime/pallets/identity/types.hpp"
#include "runtime/sdk/metadata/describe.hpp"

namespace serinus::sdk::metadata {

/// One variant for each length of raw data, then four for hashes.
template <>
struct Describe<pallet_identity::types::Data> {
    static Type of(Registry& registry) {
        Variants out{{{"None", {}, 0, {}}}};
        add_raw(registry, out, std::make_index_sequence<33>{});
        for (const char* const name : {"BlakeTwo256", "Sha256", "Keccak256", "ShaThree256"}) {
            const auto index = static_cast<uint8_t>(out.variants.size());
            out.variants.push_back({name, {{{}, registry.id<ByteArray<32>>(), {}, {}}}, index, {}});
        }
        return {{"pallet_identity", "types", "Data"}, {}, std::move(out), {}};
    }

  private:
    template <size_t... kSize>
    static void add_raw(Registry& registry, Variants& out, std::index_sequence<kSize...>) {
        (out.variants.push_back({"Raw" + std::to_string(kSize),
                                 {{{}, registry.id<ByteArray<kSize>>(), {}, {}}},
                                 static_cast<uint8_t>(kSize + 1),
                                 {}}),
         ...);
    }
};

}  // namespace serinus::sdk::metadata
