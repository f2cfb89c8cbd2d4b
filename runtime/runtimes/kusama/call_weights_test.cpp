// What calls weigh that have others in them, beside what the real module declares for the same bytes.
// metadata/weights_test.cpp has those without others.
#include "base/hex.hpp"
#include "runtime/runtimes/kusama/beside_real_module_test.hpp"
#include "runtime/sdk/call.hpp"
#include "runtime_api/transaction_payment.hpp"

namespace serinus::kusama {
namespace {

using sdk::RuntimeCall;

class CallWeights : public RealModule {
  protected:
    /// Calls in hexadecimal. Each comes back unchanged.
    void expect_same(std::initializer_list<std::string> cases) {
        for (const std::string& hex : cases) {
            const Bytes bytes = from_hex(hex).value();
            const auto call = scale::decode<RuntimeCall>(bytes);
            ASSERT_TRUE(call) << hex;
            EXPECT_EQ(to_hex(scale::encode(*call)), hex);
            const auto real =
                ask(runtime_api::transaction_payment::kQueryCallInfo, {bytes}, static_cast<uint32_t>(bytes.size()));
            ASSERT_TRUE(real) << hex;
            const sdk::DispatchInfo ours = call->info();
            EXPECT_EQ(ours.weight.ref_time.value, real->weight.ref_time_ps.value) << hex;
            EXPECT_EQ(ours.weight.proof_size.value, real->weight.proof_size.value) << hex;
            EXPECT_EQ(static_cast<uint8_t>(ours.class_), static_cast<uint8_t>(real->dispatch_class)) << hex;
        }
    }

    const std::string remark = "0000080102", set_heap_pages = "00010800000000000000", set_timestamp = "020014";
    const std::string bob = "008eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";
    const std::string charlie = "0090b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22";
    const std::string hash = std::string(64, '1');
};

// Pallet: utility. A batch is operational if all of its calls are.
TEST_F(CallWeights, OfUtilityAreTheReferences) {
    expect_same({
        "180000",
        "180008" + remark + remark,
        "180008" + set_heap_pages + set_heap_pages,
        "180008" + remark + set_heap_pages,
        "180004" + set_timestamp,
        "18020c" + remark + set_heap_pages + remark,
        "180200",
        "180404" + remark,
        "18010000" + remark,
        "18010100" + set_heap_pages,
        "18010100" + set_timestamp,
        "18030000" + set_heap_pages,
        "1805" + set_heap_pages + "a10f411f",
        "1806" + remark + set_heap_pages,
        "1806" + set_heap_pages + remark,
        "18070000" + set_heap_pages,
    });
}

// Pallet: multisig
TEST_F(CallWeights, OfMultisigsAreTheReferences) {
    const std::string two = "08" + bob.substr(2) + charlie.substr(2);
    expect_same({
        "1f00" + two + set_heap_pages,
        "1f010200" + two + "00" + remark + "a10f411f",
    });
}

// Pallet: proxy
TEST_F(CallWeights, OfProxiesAreTheReferences) {
    expect_same({
        "1e00" + bob + "00" + set_heap_pages,
        "1e00" + bob + "0109" + remark,
        "1e09" + bob + charlie + "0103" + remark,
    });
}

// Pallet: scheduler, recovery, whitelist
TEST_F(CallWeights, OfCallsForLaterAndForOthersAreTheReferences) {
    expect_same({
        "1d00"
        "07000000"
        "00"
        "00" +
            remark,
        "1d02" + hash +
            "07000000"
            "00"
            "00" +
            remark,
        "1d04"
        "07000000"
        "00"
        "00" +
            remark,
        "1d05" + hash +
            "07000000"
            "00"
            "00" +
            remark,
        "1b00" + bob + set_heap_pages,
        "2c03" + remark,
        "2c03" + set_heap_pages,
    });
}

}  // namespace
}  // namespace serinus::kusama
