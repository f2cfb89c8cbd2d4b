#include "runtime/runtimes/kusama_later/para_heads.hpp"

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/beefy_mmr/merkle_root.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::kusama_later {
namespace para_heads {

/// Some of what Paras stores.
struct Items {
    sdk::Value<std::vector<uint32_t>, sdk::OrDefault> Parachains;
    sdk::Map<sdk::Twox64Concat<uint32_t>, Bytes> Heads;
};

constexpr Items kParas = sdk::bind_storage<Items>("Paras");

}  // namespace para_heads

Hash256 ParaHeadsRoot::extra_data() {
    using para_heads::kParas;
    std::vector<uint32_t> ids = kParas.Parachains.get();
    sdk::sort(ids, [](uint32_t a, uint32_t b) { return a < b; });
    std::vector<Bytes> heads;
    for (const uint32_t id : ids) {
        if (auto head = kParas.Heads.get(id)) heads.push_back(scale::encode(std::pair(id, *std::move(head))));
    }
    return pallet_beefy_mmr::merkle_root(heads);
}

}  // namespace serinus::kusama_later
