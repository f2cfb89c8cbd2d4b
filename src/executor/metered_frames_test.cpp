// The cost of frames in code of real chains, by the rule of the reference.
#include "wasm/metered_frames.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "executor/runtime_code.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "wasm/logical_stack.hpp"

namespace serinus::executor {
namespace {

struct RealCode {
    const char* genesis;
    size_t functions;
    uint64_t sum;
    const char* digest;  ///< BLAKE2b-256 of the costs, each as u32 little-endian
};

// Observed: wasm-instrument 0.4.0, applied to the same code.
constexpr RealCode kRealCodes[] = {
    {"genesis/asset-hub-kusama-local-1000000.json", 5968, 72'569,
     "17a7768d7f945bc0688352e8547205616d807f465ef324cf0fc9157e2c5c7757"},
    {"genesis/kusama-local-1000000.json", 9218, 113'549,
     "03367e0d44bdbd0760a1f9e30915eb37102d5a4b68d65b3395be79f7977113bd"},
};

TEST(MeteredFrames, OfRealCodeCostWhatTheReferenceCounts) {
    for (const RealCode& real : kRealCodes) {
        const auto path = test::shared_data(real.genesis);
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        const Bytes code = test::Json::read(*path)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
        Bytes storage;
        const auto wasm = wasm_of(code, storage);
        ASSERT_TRUE(wasm.has_value());
        const auto module = wasm::parse_module(to_bytes(*wasm));
        ASSERT_TRUE(module.has_value());
        ASSERT_TRUE(wasm::meter_frames(const_cast<wasm::Module&>(**module)).has_value());
        Bytes costs;
        uint64_t sum = 0;
        for (const wasm::Function& function : (*module)->functions) {
            const uint32_t cost = wasm::frame_cost(function);
            sum += cost;
            costs.resize(costs.size() + 4);
            store_le(costs.data() + costs.size() - 4, cost);
        }
        EXPECT_EQ((*module)->functions.size(), real.functions);
        EXPECT_EQ(sum, real.sum);
        EXPECT_EQ(to_hex(hashing::blake2b_256(costs).bytes), real.digest);
    }
}

}  // namespace
}  // namespace serinus::executor
