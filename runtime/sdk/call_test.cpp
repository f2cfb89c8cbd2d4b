// Calls of unknown type.
#include "runtime/sdk/call.hpp"

#include "runtime/sdk/counter_test.hpp"
#include "runtime/sdk/dispatch_context.hpp"
#include "runtime/sdk/origin.hpp"

namespace serinus::sdk {
namespace {

using counter::Counter;

class CallTest : public counter::CounterTest {
  protected:
    static RuntimeOrigin alice() { return RuntimeOrigin::signed_by(account(1)); }
    /// `depth` calls around one that adds.
    static Bytes nested(uint32_t depth, Bytes around) {
        Bytes out;
        for (uint32_t i = 0; i < depth; ++i) out.insert(out.end(), around.begin(), around.end());
        return concat(out, scale::encode(RuntimeCall(Counter::add{5})));
    }
    static bool decodes(BytesView bytes) { return scale::decode<RuntimeCall>(bytes, kMaxCallDepth).has_value(); }
};

TEST_F(CallTest, IsTwoIndicesAndTheArguments) {
    const RuntimeCall call(Counter::add{5});
    EXPECT_EQ(call.pallet_index(), 1);
    EXPECT_EQ(call.call_index(), 0);
    EXPECT_EQ(call.pallet().info.index, 1);
    EXPECT_EQ(scale::encode(call), (Bytes{1, 0, 5, 0, 0, 0}));
    EXPECT_EQ(call.encoded_size(), 6u);
    ASSERT_NE(call.get_if<Counter::add>(), nullptr);
    EXPECT_EQ(call.get_if<Counter::add>()->by, 5u);
    EXPECT_EQ(call.get_if<Counter::reset>(), nullptr);
    EXPECT_EQ(*scale::decode<RuntimeCall>(scale::encode(call)), call);
    for (const Bytes& wrong : {Bytes{}, Bytes{1}, Bytes{1, 0}, Bytes{1, 1}, Bytes{2, 0}, Bytes{1, 0, 5, 0, 0}}) {
        EXPECT_FALSE(decodes(wrong)) << to_hex(wrong);
    }
}

TEST_F(CallTest, IsCopiedWithItsArguments) {
    RuntimeCall call(Counter::wrap{RuntimeCall(Counter::add{5})});
    RuntimeCall copy = call;
    const RuntimeCall moved = std::move(call);
    EXPECT_EQ(copy, moved);
    copy = RuntimeCall(Counter::reset{});
    EXPECT_NE(copy, moved);
    EXPECT_EQ(moved.get_if<Counter::wrap>()->call.get_if<Counter::add>()->by, 5u);
}

TEST_F(CallTest, DeclaresWhatItWeighs) {
    EXPECT_EQ(RuntimeCall(Counter::add{5}).info(), (DispatchInfo{Weight::from_parts(5, 1)}));
    EXPECT_EQ(RuntimeCall(Counter::reset{}).info(), (DispatchInfo{{}, DispatchClass::Operational, Pays::No}));
    // The outer call has the class of the inner one, but its fee is its own.
    EXPECT_EQ(RuntimeCall(Counter::wrap{RuntimeCall(Counter::reset{})}).info(),
              (DispatchInfo{Weight::from_parts(7, 0), DispatchClass::Operational, Pays::Yes}));
}

TEST_F(CallTest, RunsInALayerOfItsOwn) {
    EXPECT_TRUE(RuntimeCall(Counter::add{5}).dispatch(alice()));
    const auto failed = RuntimeCall(Counter::add{101}).dispatch(alice());
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().error, DispatchError(Counter::Error::TooMany));
    EXPECT_EQ(Counter::storage.Count.get(), 5u);
    EXPECT_EQ(RuntimeCall(Counter::add{1}).dispatch(RuntimeOrigin::root()).error().error, DispatchError(kBadOrigin));
    EXPECT_TRUE(RuntimeCall(Counter::reset{}).dispatch(RuntimeOrigin::root()));
    EXPECT_EQ(Counter::storage.Count.get(), 0u);
}

// Source: sp_state_machine::overlayed_changes of July 2023 (OffchainOverlayedChanges)
TEST_F(CallTest, WhatItIndexedIsUndoneWithIt) {
    const native::State::Entries first{{to_bytes(as_bytes("counter")), {1}}};
    EXPECT_TRUE(RuntimeCall(Counter::index{1}).dispatch(alice()));
    EXPECT_EQ(native::state().offchain_index(), first);
    // The batch fails behind two calls that succeeded.
    const Counter::batch_all batch{{Counter::index{2}, Counter::add{1}, Counter::add{101}}};
    EXPECT_EQ(RuntimeCall(batch).dispatch(alice()).error().error, DispatchError(Counter::Error::TooMany));
    EXPECT_EQ(native::state().offchain_index(), first);
    EXPECT_TRUE(native::state().entries().empty());
    EXPECT_TRUE(RuntimeCall(Counter::batch_all{{Counter::index{2}, Counter::add{1}}}).dispatch(alice()));
    EXPECT_EQ(native::state().offchain_index().begin()->second, Bytes{2});
}

TEST_F(CallTest, PanicLeavesNoLayerOpen) {
    EXPECT_NE(
        panic_of([] { static_cast<void>(RuntimeCall(Counter::wrap{Counter::break_invariant{}}).dispatch(alice())); }),
        "");
    EXPECT_EQ(host::open_storage_layers(), 0u);
    EXPECT_EQ(native::state().depth(), 0u);
    EXPECT_TRUE(native::state().entries().empty());
}

TEST_F(CallTest, FiltersHoldForWhatItMakes) {
    RuntimeOrigin origin = alice();
    origin.add_filter({[](const RuntimeCall& call, uint32_t most) {
                           const auto* const add = call.get_if<Counter::add>();
                           return add == nullptr || add->by <= most;
                       },
                       9});
    EXPECT_TRUE(RuntimeCall(Counter::wrap{RuntimeCall(Counter::add{9})}).dispatch(origin));
    const auto refused = RuntimeCall(Counter::wrap{RuntimeCall(Counter::add{10})}).dispatch(origin);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error, DispatchError(DispatchError::Module{{kSystemPallet, {5, 0, 0, 0}}}));
    EXPECT_TRUE(RuntimeCall(Counter::add{10}).dispatch_bypass_filter(origin));
    origin.reset_filter();
    EXPECT_TRUE(RuntimeCall(Counter::add{10}).dispatch(origin));
}

// Source: frame_system::Config::BaseCallFilter, construct_runtime's RuntimeOrigin of July 2023
TEST_F(CallTest, BaseFilterHoldsForAllButRoot) {
    base_filter_in_test = [](const RuntimeCall& call) { return call.get_if<Counter::add>() == nullptr; };
    RuntimeOrigin origin = alice();
    origin.reset_filter();
    const auto refused = RuntimeCall(Counter::wrap{RuntimeCall(Counter::add{1})}).dispatch(origin);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error, DispatchError(DispatchError::Module{{kSystemPallet, {5, 0, 0, 0}}}));
    EXPECT_FALSE(RuntimeCall(Counter::add{1}).dispatch(RuntimeOrigin::none()));
    EXPECT_TRUE(RuntimeCall(Counter::index{1}).dispatch(origin));
    EXPECT_TRUE(RuntimeOrigin::root().allows(Counter::add{1}));
    EXPECT_TRUE(RuntimeCall(Counter::add{1}).dispatch_bypass_filter(origin));
    base_filter_in_test = nullptr;
    EXPECT_TRUE(RuntimeCall(Counter::add{1}).dispatch(origin));
}

TEST_F(CallTest, OriginsChangeUnderTheirFilters) {
    RuntimeOrigin origin = alice();
    origin.add_filter({[](const RuntimeCall&, uint32_t) { return false; }});
    origin.set_caller(RuntimeOrigin::signed_by(account(2)).caller());
    EXPECT_EQ(*origin.caller().signer(), account(2));
    EXPECT_FALSE(origin.allows(Counter::reset{}));
    origin.set_caller_from(RuntimeOrigin::root());
    EXPECT_TRUE(origin.allows(Counter::reset{}));  // Root is never filtered
}

// dispatch_context.hpp
TEST_F(CallTest, TheOutermostDispatchRemembers) {
    EXPECT_EQ(DispatchContext::value<uint32_t>(), nullptr);
    {
        const DispatchContext outer;
        *DispatchContext::value<uint32_t>() = 7;
        {
            const DispatchContext inner;
            EXPECT_EQ(*DispatchContext::value<uint32_t>(), 7u);
            EXPECT_EQ(*DispatchContext::value<uint8_t>(), 0u);  // another type, another value
        }
        EXPECT_EQ(*DispatchContext::value<uint32_t>(), 7u);
    }
    EXPECT_EQ(DispatchContext::value<uint32_t>(), nullptr);
}

/// Of what is decoded with that limit of memory.
bool decodes_within(BytesView bytes, uint64_t size) {
    scale::Decoder in(bytes);
    in.limit_memory(size);
    RuntimeCall call;
    return scale::decode_into(in, call) && in.finish();
}

// A call takes its place, in a box or in a sequence; what its arguments have on the heap comes to that.
TEST_F(CallTest, TakesTheMemoryOfACallOfKusama) {
    constexpr uint64_t kSize = scale::kRustLayout<RuntimeCall>.size;
    const Bytes add = scale::encode(RuntimeCall(Counter::add{5}));
    const Bytes three = concat(Bytes{1, 3, 12}, add, add, add);
    for (const auto& [bytes, calls] :
         {std::pair{nested(0, {}), 1u}, {nested(3, {1, 2}), 4u}, {nested(2, {1, 3, 4}), 3u}, {three, 4u}}) {
        EXPECT_TRUE(decodes_within(bytes, calls * kSize)) << to_hex(bytes);
        EXPECT_FALSE(decodes_within(bytes, calls * kSize - 1)) << to_hex(bytes);
    }
}

TEST_F(CallTest, NestsToALimit) {
    const Bytes one{1, 2}, list{1, 3, 4};
    EXPECT_TRUE(decodes(nested(scale::kMaxDepth, one)));
    EXPECT_FALSE(decodes(nested(scale::kMaxDepth + 1, one)));
    EXPECT_TRUE(decodes(nested(scale::kMaxDepth, list)));
    EXPECT_FALSE(decodes(nested(scale::kMaxDepth + 1, list)));
    EXPECT_FALSE(decodes(nested(100'000, one)));
}

}  // namespace
}  // namespace serinus::sdk
