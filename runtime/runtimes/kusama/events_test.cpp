// Events read back from the block's record, over those of all pallets.
#include "runtime/sdk/events.hpp"

#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama {
namespace {

using namespace test;

class EventsTest : public World {
  protected:
    static Bytes records() {
        return native::state().find(System::storage.Events.key()) ? *native::state().find(System::storage.Events.key())
                                                                  : Bytes();
    }
};

TEST_F(EventsTest, AreFoundAmongThoseOfOtherPallets) {
    const Bytes text(300, 7);
    std::vector<RuntimeCall> calls;
    calls.emplace_back(Balances::transfer_keep_alive{id(kBob), {kUnit}});
    calls.emplace_back(System::remark_with_event{text});
    calls.emplace_back(Balances::force_set_balance{id(kBob), {1}});  // fails: the batch says where and why
    make_ok(signed_by(kAlice), Utility::force_batch{calls});

    const Bytes stored = records();
    EventReader reader(stored);
    std::vector<uint8_t> pallets;
    std::optional<Balances::Event::Transfer> transfer;
    std::optional<Utility::Event::ItemFailed> failed;
    while (const auto event = reader.next()) {
        EXPECT_EQ(event->phase, EventView::Phase::kApplyExtrinsic);
        EXPECT_EQ(event->extrinsic, 0u);
        pallets.push_back(event->pallet);
        if (auto found = event->get_if<Balances, Balances::Event::Transfer>()) transfer = found;
        if (auto found = event->get_if<Utility, Utility::Event::ItemFailed>()) failed = found;
    }
    EXPECT_TRUE(reader.is_complete());
    EXPECT_EQ(pallets, (std::vector<uint8_t>{4, 24, 0, 24, 24, 24}));
    ASSERT_TRUE(transfer);
    EXPECT_EQ(transfer->to, kBob);
    EXPECT_EQ(transfer->amount, kUnit);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->error, DispatchError(kBadOrigin));
}

TEST_F(EventsTest, EndAtOneThatThisRuntimeDoesNotKnow) {
    const Bytes known = event<System>(System::Event::CodeUpdated{});
    const auto record = [](const Bytes& event) { return concat(Bytes{2}, event, Bytes{0}); };
    const auto read = [](const Bytes& value) {
        EventReader reader(value);
        uint32_t count = 0;
        while (reader.next()) ++count;
        return std::pair(count, reader.is_complete());
    };
    EXPECT_EQ(read({}), std::pair(0u, true));
    EXPECT_EQ(read({0}), std::pair(0u, true));
    EXPECT_EQ(read(concat(Bytes{8}, record(known), record(known))), std::pair(2u, true));
    EXPECT_EQ(read(concat(Bytes{12}, record(known), record({250, 0}), record(known))), std::pair(1u, false));
    EXPECT_EQ(read(concat(Bytes{8}, record(known), record({0, 200}))), std::pair(1u, false));
    EXPECT_EQ(read(concat(Bytes{8}, record(known))), std::pair(0u, true));               // the length promises too much
    EXPECT_EQ(read(concat(Bytes{4}, Bytes{3}, known, Bytes{0})), std::pair(0u, false));  // a phase that is none
}

}  // namespace
}  // namespace serinus::kusama
