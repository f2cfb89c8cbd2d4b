#include "runtime/runtimes/kusama/proxy_type.hpp"

#include <gtest/gtest.h>

#include <map>

namespace serinus::staging_kusama_runtime {
namespace {

/// Calls by pallet; bit i is the call with index i.
using Calls = std::map<uint8_t, uint64_t>;

/// All calls that Kusama 1.0.0 has, by its metadata. Bit 63 stands for indices that no pallet has.
const Calls kAll = {
    {0, 0xff},    {1, 0x7},
    {2, 0x1},     {3, 0x1f},
    {4, 0x1ff},   {6, 0x3ffffff},
    {8, 0x3},     {10, 0x7},
    {11, 0x1},    {18, 0x1f},
    {19, 0x1f},   {20, 0x3f},
    {21, 0x1ff},  {22, 0x3f},
    {23, 0x1ff},  {24, 0x3f},
    {25, 0x7fff}, {26, 0xfffff},
    {27, 0x1ff},  {28, 0x1f},
    {29, 0x3f},   {30, 0x3ff},
    {31, 0xf},    {32, 0xf},
    {35, 0x1ff},  {37, 0x1f},
    {38, 0x7f},   {39, 0x7},
    {40, 0x7f},   {41, 0x1fffff},
    {42, 0x7},    {44, 0xf},
    {45, 0x1ff},  {51, 0x1ffcb7fbfcfbff},
    {54, 0x1},    {56, 0x1ff},
    {57, 0x1},    {60, 0xff},
    {62, 0x1},    {63, 0x1},
    {70, 0x1ff},  {71, 0x7},
    {72, 0x7},    {73, 0x1ff},
    {98, 0x3f},   {99, 0x7ff},
    {100, 0x3},   {200, 0x3},
    {255, 0xf},
};

// Observed: each call of Kusama 1.0.0, with the default values of its arguments, made through Proxy.proxy with each
// type. Three could not be made so and are taken from the source: Babe.plan_config_change, Auctions.cancel_auction,
// Crowdloan.refund.
const std::map<ProxyType, Calls> kAllowed = {
    {ProxyType::Any, kAll},
    {ProxyType::NonTransfer,
     {{0, 0xff},  {1, 0x7},     {2, 0x1},      {3, 0x15},   {6, 0x3ffffff}, {8, 0x3},       {10, 0x7},
      {11, 0x1},  {18, 0x1f},   {19, 0x1f},    {20, 0x3f},  {21, 0x1ff},    {22, 0x3f},     {23, 0x1ff},
      {24, 0x3f}, {25, 0x7fff}, {26, 0xfffff}, {27, 0x1f1}, {28, 0x3},      {29, 0x3f},     {30, 0x3ff},
      {31, 0xf},  {35, 0x1ff},  {38, 0x7f},    {39, 0x7},   {40, 0x7f},     {41, 0x1fffff}, {42, 0x7},
      {44, 0xf},  {70, 0x25},   {71, 0x7},     {72, 0x7},   {73, 0x1ff}}},
    {ProxyType::Governance,
     {{18, 0x1f}, {20, 0x3f}, {21, 0x1ff}, {22, 0x3f}, {23, 0x1ff}, {24, 0x3f}, {35, 0x1ff}, {40, 0x7f}, {44, 0xf}}},
    {ProxyType::Staking, {{6, 0x3ffffff}, {8, 0x3}, {24, 0x3f}, {39, 0x7}, {41, 0x1fffff}, {42, 0x7}}},
    {ProxyType::IdentityJudgement, {{24, 0x3f}, {25, 0x200}}},
    {ProxyType::CancelProxy, {{30, 0x100}}},
    {ProxyType::Auction, {{70, 0x1ff}, {71, 0x7}, {72, 0x7}, {73, 0x1ff}}},
    {ProxyType::Society, {{26, 0xfffff}}},
    {ProxyType::NominationPools, {{24, 0x3f}, {41, 0x1fffff}}},
};

// Pallet: proxy
TEST(ProxyType, AllowsTheCallsThatKusamaAllows) {
    ASSERT_EQ(kAllowed.size(), 9u);
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
    constexpr int kTypes = 9;
    for (int a = 0; a < kTypes; ++a) {
        for (int b = 0; b < kTypes; ++b) {
            EXPECT_EQ(is_superset(static_cast<ProxyType>(a), static_cast<ProxyType>(b)),
                      a == b || a == 0 || (a == 1 && b != 0))
                << a << ' ' << b;
        }
    }
}

}  // namespace
}  // namespace serinus::staging_kusama_runtime
