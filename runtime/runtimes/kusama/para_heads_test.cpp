// The root of the heads of parachains, which each leaf for bridges has.
#include "runtime/runtimes/kusama/para_heads.hpp"

#include "runtime/pallets/beefy_mmr/merkle_root.hpp"
#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using pallet_beefy_mmr::merkle_root;
using ParaHeadsTest = World;

// Source: ParaHeadsRootProvider of the fellowship runtimes: parachains by their ids, those with a head.
TEST_F(ParaHeadsTest, HeadsOfParachainsAreOrderedByTheirIds) {
    using para = ParaHeadsRoot;
    EXPECT_EQ(para::extra_data(), Hash256{});
    struct Paras {
        Value<std::vector<uint32_t>, OrDefault> list;
        Map<Twox64Concat<uint32_t>, Bytes> heads;
    } paras;
    const auto item = [](std::string_view name) {
        ItemPrefix out;
        const auto pallet = host::twox_128(as_bytes("Paras")), one = host::twox_128(as_bytes(name));
        std::copy(pallet.begin(), pallet.end(), out.bytes.begin());
        std::copy(one.begin(), one.end(), out.bytes.begin() + 16);
        return out;
    };
    paras.list.prefix = item("Parachains");
    paras.heads.prefix = item("Heads");
    paras.list.put({2001, 99, 2000});
    paras.heads.put(2001, {1});
    paras.heads.put(2000, {2, 3});
    paras.heads.put(5, {4});
    EXPECT_EQ(para::extra_data(),
              merkle_root({scale::encode(std::pair(2000u, Bytes{2, 3})), scale::encode(std::pair(2001u, Bytes{1}))}));
}

}  // namespace
}  // namespace serinus::kusama
