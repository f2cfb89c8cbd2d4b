// What the metadata shows of Identity's types that are kept in another form. Native programs only.
#include "runtime/pallets/identity/types.hpp"
#include "runtime/sdk/metadata/describe.hpp"

namespace serinus::sdk::metadata {

namespace {

using pallet_identity::types::Data;

/// Raw0 to Raw32, each with so many bytes.
template <size_t... kSize>
void add_raw(Registry& registry, Variants& out, std::index_sequence<kSize...>) {
    (out.variants.push_back({"Raw" + std::to_string(kSize),
                             {detail::unnamed_field(registry.id<ByteArray<kSize>>(), {})},
                             static_cast<uint8_t>(Data::kRaw0 + kSize),
                             {}}),
     ...);
}

}  // namespace

Type Describe<Data>::of(Registry& registry) {
    Variants variants{{{"None", {}, Data::kNone, {}}}};
    add_raw(registry, variants, std::make_index_sequence<33>{});
    const TypeId hash = registry.id<ByteArray<32>>();
    for (const auto& [name, index] :
         {std::pair{"BlakeTwo256", Data::kBlakeTwo256}, std::pair{"Sha256", Data::kSha256},
          std::pair{"Keccak256", Data::kKeccak256}, std::pair{"ShaThree256", Data::kShaThree256}}) {
        variants.variants.push_back({name, {detail::unnamed_field(hash, {})}, index, {}});
    }
    return {{"pallet_identity", "types", "Data"}, {}, std::move(variants), {}};
}

}  // namespace serinus::sdk::metadata
