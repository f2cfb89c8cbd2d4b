// What a runtime knows of a pallet.
#include "runtime/sdk/pallet.hpp"

#include "runtime/sdk/counter_test.hpp"

SERINUS_PALLET(serinus::sdk::counter::Pallet<serinus::sdk::counter::Config>)

namespace serinus::sdk {

std::vector<Bytes> deposited_in_test;

std::span<const PalletDescriptor* const> runtime_pallets() {
    static constexpr const PalletDescriptor* kPallets[] = {&kDescriptor<counter::Counter>};
    return kPallets;
}
void deposit_encoded_event(Bytes event, std::span<const Hash256>) { deposited_in_test.push_back(std::move(event)); }
bool (*base_filter_in_test)(const RuntimeCall&) = nullptr;
bool has_extension_pipeline() { return false; }
bool base_filter_allows(const RuntimeCall& call) { return base_filter_in_test == nullptr || base_filter_in_test(call); }
bool skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {
    return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, pallet);
}

namespace {

using counter::Counter;

TEST(PalletDescriptor, HasWhatThePalletHas) {
    const PalletDescriptor* const found = find_pallet(1);
    ASSERT_NE(found, nullptr);
    EXPECT_STREQ(found->info.name, "Counter");
    EXPECT_EQ(found->storage_version, 3);
    EXPECT_EQ(found->on_initialize(12), Weight::from_parts(12, 0));
    EXPECT_EQ(found->on_finalize, nullptr);
    EXPECT_EQ(found->on_idle, nullptr);
    EXPECT_EQ(found->validate_unsigned, nullptr);
    EXPECT_EQ(found->genesis, nullptr);
    std::vector<uint8_t> indices;
    for (const CallEntry& call : found->calls) indices.push_back(call.index);
    EXPECT_EQ(indices, (std::vector<uint8_t>{0, 2, 3, 4, 5, 6, 9}));
    EXPECT_EQ(find_pallet(0), nullptr);
    EXPECT_EQ(find_pallet(2), nullptr);
}

TEST(PalletEvents, AreTwoIndicesAndTheFields) {
    EXPECT_EQ((encode_event<Counter, counter::Config>(Counter::Event::Counted{5})), (Bytes{1, 0, 5, 0, 0, 0}));
    EXPECT_EQ((encode_event<Counter, counter::Config>(Counter::Event::Named{{7}})), (Bytes{1, 1, 4, 7}));
    deposited_in_test.clear();
    Counter::deposit_event(Counter::Event::Named{});
    EXPECT_EQ(deposited_in_test, (std::vector<Bytes>{{1, 1, 0}}));
}

}  // namespace
}  // namespace serinus::sdk
