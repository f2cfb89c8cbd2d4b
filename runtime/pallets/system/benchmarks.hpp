/// What the calls of System cost (docs/runtime.md: weights). set_code is not here: it depends on the code, not on
/// numbers.
#pragma once

#include "runtime/sdk/benchmark.hpp"

namespace serinus::frame_system {

/// An account that has signed and exists; what an extrinsic and a block touch of System.
template <class S>
struct BenchmarkSupport {
    static sdk::AccountId account(uint32_t number) {
        sdk::AccountId out{};
        store_le(out.data(), number);
        out[31] = 0xbe;
        return out;
    }
    /// Events are kept from the first block on.
    static std::vector<Bytes> of_block() {
        S::storage.Number.put(1);
        const auto& storage = S::storage;
        std::vector<Bytes> out;
        for (const BytesView key : {storage.Number.key(), storage.ExecutionPhase.key(), storage.EventCount.key(),
                                    storage.Events.key(), storage.ParentHash.key()}) {
            out.push_back(to_bytes(key));
        }
        return out;
    }
    static sdk::benchmark::Prepared by_root(sdk::RuntimeCall call) {
        return {.signer = sdk::benchmark::Signer::kRoot, .call = std::move(call), .known_keys = of_block()};
    }
    static sdk::benchmark::Prepared by(const sdk::AccountId& who, sdk::RuntimeCall call) {
        auto known = of_block();
        known.push_back(to_bytes(S::storage.Account.key_for(who)));
        return {.signer = sdk::benchmark::Signer::kAccount,
                .who = who,
                .call = std::move(call),
                .known_keys = std::move(known)};
    }
};

template <class S>
std::vector<sdk::benchmark::Case> benchmarks() {
    using Support = BenchmarkSupport<S>;
    using Values = std::span<const uint32_t>;
    static constexpr auto key_of = [](uint32_t number) { return concat(as_bytes("benchmark"), scale::encode(number)); };
    return {
        {"System",
         "remark",
         {{"bytes", 0, 1'000'000}},
         [](Values v) { return Support::by(Support::account(0), typename S::remark{Bytes(v[0])}); }},
        {"System",
         "remark_with_event",
         {{"bytes", 0, 1'000'000}},
         [](Values v) { return Support::by(Support::account(0), typename S::remark_with_event{Bytes(v[0])}); }},
        {"System", "set_heap_pages", {}, [](Values) { return Support::by_root(typename S::set_heap_pages{}); }},
        {"System",
         "set_storage",
         {{"items", 0, 1'000}},
         [](Values v) {
             typename S::set_storage call;
             for (uint32_t i = 0; i < v[0]; ++i) call.items.emplace_back(key_of(i), key_of(i));
             return Support::by_root(std::move(call));
         }},
        {"System",
         "kill_storage",
         {{"keys", 0, 1'000}},
         [](Values v) {
             typename S::kill_storage call;
             for (uint32_t i = 0; i < v[0]; ++i) {
                 sdk::host::set(key_of(i), key_of(i));
                 call.keys.push_back(key_of(i));
             }
             return Support::by_root(std::move(call));
         }},
        {"System",
         "kill_prefix",
         {{"keys", 0, 1'000}},
         [](Values v) {
             for (uint32_t i = 0; i < v[0]; ++i) sdk::host::set(key_of(i), key_of(i));
             return Support::by_root(typename S::kill_prefix{to_bytes(as_bytes("benchmark")), v[0]});
         }},
    };
}

}  // namespace serinus::frame_system
