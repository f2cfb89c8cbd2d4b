/// The smallest runtime, for tests of the SDK itself: nothing at index 0, where System stands in real ones, and a
/// pallet with a number.
#pragma once

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/sdk/host/native/state.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sp_runtime {

inline void PrintTo(const DispatchError& error, std::ostream* out) { *out << to_hex(scale::encode(error)); }

}  // namespace serinus::sp_runtime

namespace serinus::sdk::counter {

struct Config {
    static constexpr PalletInfo kInfo{1, "Counter"};
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    using PalletBase<Pallet, T>::deposit_event;
    struct Storage {
        Value<uint32_t, OrDefault> Count;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 3;

    struct Event {
        struct Counted {
            uint32_t count{};
        };
        struct Named {
            Bytes name;
        };
        using list = List<Counted, Named>;
    };
    enum class Error : uint8_t { TooMany, Odd };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Adds, and fails behind that if it was too much.
    struct add {
        uint32_t by{};
        Weight weight() const { return Weight::from_parts(by, 1); }
        DispatchResult operator()(Signed) const {
            storage.Count.mutate([&](uint32_t& count) { count += by; });
            deposit_event(typename Event::Counted{storage.Count.get()});
            ENSURE(by <= 100, Error::TooMany);
            return {};
        }
    };
    /// Makes another call, with all that its own origin may.
    struct wrap {
        RuntimeCall call;
        DispatchInfo info() const { return call.info_with(Weight::from_parts(7, 0)); }
        DispatchResultWithPostInfo operator()(const RuntimeOrigin& origin) const { return call.dispatch(origin); }
    };
    struct wrap_all {
        std::vector<RuntimeCall> calls;
        Weight weight() const { return Weight::from_parts(calls.size(), 0); }
        DispatchResult operator()(Root) const { return {}; }
    };
    struct reset {
        static constexpr auto kClass = DispatchClass::Operational;
        static constexpr auto kPays = Pays::No;
        Weight weight() const { return {}; }
        DispatchResult operator()(Root) const {
            storage.Count.remove();
            return {};
        }
    };
    /// Indexes for the node, under one key the value of the last call.
    struct index {
        uint8_t value{};
        Weight weight() const { return {}; }
        DispatchResult operator()(Signed) const {
            host::index_offchain(as_bytes("counter"), Bytes{value});
            return {};
        }
    };
    /// All calls in their order, or none, as Utility.batch_all.
    struct batch_all {
        std::vector<RuntimeCall> calls;
        Weight weight() const { return {}; }
        DispatchResult operator()(const RuntimeOrigin& origin) const {
            for (const RuntimeCall& call : calls) {
                if (auto result = call.dispatch(origin); !result) return result.error().error;
            }
            return {};
        }
    };
    /// What must not be.
    struct break_invariant {
        Weight weight() const { return {}; }
        DispatchResult operator()(Signed) const {
            storage.Count.put(1);
            panic("broken on purpose");
        }
    };
    using Calls = List<At<0, add>, At<2, wrap>, At<3, wrap_all>, At<4, index>, At<5, batch_all>, At<6, break_invariant>,
                       At<9, reset>>;

    static Weight on_initialize(BlockNumber now) { return Weight::from_parts(now, 0); }
};

using Counter = Pallet<Config>;

/// Begins with nothing stored.
class CounterTest : public testing::Test {
  protected:
    void SetUp() override { native::state().reset(); }
    void TearDown() override {
        EXPECT_EQ(native::state().depth(), 0u);
        native::state().reset();
    }
    static AccountId account(uint8_t byte) {
        AccountId out;
        out.bytes.fill(byte);
        return out;
    }
    template <class F>
    static std::string panic_of(F&& f) {
        try {
            f();
        } catch (const native::Panic& panic) {
            return panic.message;
        }
        return {};
    }
};

}  // namespace serinus::sdk::counter

namespace serinus::sdk {

/// What was deposited, in its order.
extern std::vector<Bytes> deposited_in_test;
/// The base filter; nullptr: everything may be called.
extern bool (*base_filter_in_test)(const RuntimeCall&);

}  // namespace serinus::sdk
