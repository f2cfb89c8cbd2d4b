// Which calls each kind of proxy may make.
#include "runtime/runtimes/kusama/proxy_type.hpp"

#include <gtest/gtest.h>

#include <map>

#include "runtime/runtimes/kusama/runtime.hpp"

namespace serinus::kusama_runtime_constants::proxy {
namespace {

/// Calls by pallet; bit i is the call with index i.
using Calls = std::map<uint8_t, uint64_t>;

template <uint8_t... kIndex, class... Call>
constexpr uint64_t indices_of(sdk::List<sdk::At<kIndex, Call>...>) {
    return ((uint64_t{1} << kIndex) | ... | 0);
}

/// All calls of the composition.
template <class... P>
Calls all_calls(sdk::List<P...>) {
    Calls out;
    const auto add = [&]<class One>() {
        if constexpr (requires { typename One::Calls; }) {
            if (One::Calls::kSize > 0) out[One::Config::kInfo.index] = indices_of(typename One::Calls{});
        }
    };
    (add.template operator()<P>(), ...);
    return out;
}
const Calls kAll = all_calls(kusama::AllPallets{});

/// These calls of the pallets, and all calls of the others that are named.
Calls with_all_of(Calls some, std::initializer_list<uint8_t> pallets) {
    for (const uint8_t pallet : pallets) some[pallet] = kAll.at(pallet);
    return some;
}

// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs (InstanceFilter of TransparentProxyType).
const std::map<ProxyType, Calls> kAllowed = {
    {ProxyType::Any, kAll},
    {ProxyType::NonTransfer,
     with_all_of(
         {{3, 0b10101},         // Indices: claim, free, freeze
          {27, 0b1'1111'0001},  // Recovery: as_recovered, and from vouch_recovery to cancel_recovered
          {28, 0b11},           // Vesting: vest, vest_other
          {70, 0b10'0101}},     // Registrar: register, deregister, reserve
         {0, 1, 2, 6, 8, 10, 18, 19, 20, 21, 22, 23, 24, 26, 29, 30, 31, 35, 38, 39, 40, 41, 42, 44, 71, 72, 73})},
    {ProxyType::Governance, with_all_of({}, {18, 20, 21, 22, 23, 24, 35, 40, 44})},
    {ProxyType::Staking, with_all_of({}, {6, 8, 24, 39, 41, 42})},
    {ProxyType::CancelProxy, with_all_of({{30, 1 << 8}}, {24, 31})},  // Proxy: reject_announcement
    {ProxyType::Auction, with_all_of({}, {70, 71, 72, 73})},
    {ProxyType::Society, with_all_of({}, {26})},
    {ProxyType::NominationPools, with_all_of({}, {24, 41})},
    {ProxyType::Spokesperson, {{0, 0b1000'0001}}},  // System: remark, remark_with_event
    {ProxyType::ParaRegistration,
     {{24, 0b1'0101},     // Utility: batch, batch_all, force_batch
      {30, 0b100},        // Proxy: remove_proxy
      {70, 0b10'0001}}},  // Registrar: register, reserve
};

// Pallet: proxy
TEST(ProxyType, AllowsTheCallsThatKusamaAllows) {
    for (const auto& [type, allowed] : kAllowed) {
        Calls found;
        for (const auto& [pallet, calls] : kAll) {
            for (uint8_t call = 0; call < 64; ++call) {
                if ((calls >> call & 1) != 0 && allows(type, pallet, call)) found[pallet] |= uint64_t{1} << call;
            }
        }
        EXPECT_EQ(found, allowed) << static_cast<int>(type);
    }
}

// Pallet: proxy. Any includes all; NonTransfer all but Any; every other kind only itself.
TEST(ProxyType, IncludesOtherTypesAsKusamaSays) {
    for (const auto& [a, calls] : kAllowed) {
        for (const auto& [b, others] : kAllowed) {
            EXPECT_EQ(is_superset(a, b),
                      a == b || a == ProxyType::Any || (a == ProxyType::NonTransfer && b != ProxyType::Any))
                << static_cast<int>(a) << ' ' << static_cast<int>(b);
        }
    }
}

}  // namespace
}  // namespace serinus::kusama_runtime_constants::proxy
