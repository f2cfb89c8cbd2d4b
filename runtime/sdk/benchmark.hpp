/// What calls cost, measured: a pallet states cases beside its calls (benchmarks.hpp), a module of its own exports
/// them, and `serinus benchmark pallet` runs them and writes weights (docs/runtime.md). Nothing of it is in a chain's
/// runtime.
#pragma once

#include <span>

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sdk::benchmark {

/// A number on which the cost depends, linearly: bytes, items, accounts.
struct Component {
    std::string_view name;  ///< of the parameter of the weight function
    uint32_t low = 0, high = 0;
};

enum class Signer : uint8_t { kRoot, kAccount };

/// The call that is measured.
struct Prepared {
    Signer signer = Signer::kRoot;
    AccountId who{};  ///< of kAccount
    RuntimeCall call;
    /// Entries that every extrinsic of that signer touches, or every block: they are not counted.
    std::vector<Bytes> known_keys;
};

/// One weight function.
struct Case {
    std::string_view pallet, name;
    std::vector<Component> components;
    /// Sets up the state for these values of the components, in their order.
    Prepared (*prepare)(std::span<const uint32_t> values);
};

/// All cases of the module, each in the same place in every call. Defined by SERINUS_BENCHMARKS.
const std::vector<Case>& cases();

/// What the node asks of the module.
struct Benchmark {
    struct list {
        struct Description {
            std::string pallet, name;
            std::vector<std::tuple<std::string, uint32_t, uint32_t>> components;
        };
        std::vector<Description> operator()() const {
            std::vector<Description> out;
            for (const Case& one : cases()) {
                Description& description = out.emplace_back();
                description.pallet = one.pallet;
                description.name = one.name;
                for (const auto& [name, low, high] : one.components) {
                    description.components.emplace_back(std::string(name), low, high);
                }
            }
            return out;
        }
    };
    /// The known keys, then, as bytes with their length, the arguments of `decode` and `dispatch`.
    struct prepare {
        uint32_t number{};
        std::vector<uint32_t> values;
        std::pair<std::vector<Bytes>, Bytes> operator()() const {
            if (number >= cases().size() || values.size() != cases()[number].components.size()) panic("no such case");
            Prepared prepared = cases()[number].prepare(values);
            const dispatch question{prepared.signer, prepared.who, std::move(prepared.call)};
            return {std::move(prepared.known_keys), scale::encode(question)};
        }
    };
    /// What `dispatch` costs before it dispatches: belongs to the extrinsic, not to the call.
    struct decode {
        Signer signer{};
        AccountId who;
        RuntimeCall call;
        void operator()() const {}
    };
    /// Whether the call succeeded.
    struct dispatch {
        Signer signer{};
        AccountId who;
        RuntimeCall call;
        bool operator()() const {
            const auto origin = signer == Signer::kRoot ? RuntimeOrigin::root() : RuntimeOrigin::signed_by(who);
            return call.dispatch_bypass_filter(origin).has_value();
        }
    };
    using Methods = List<list, prepare, decode, dispatch>;
};

inline void append_cases(std::vector<Case>& out, std::vector<Case> more) {
    for (Case& one : more) out.push_back(std::move(one));
}

}  // namespace serinus::sdk::benchmark

/// In one source of the module: SERINUS_BENCHMARKS(pallet_a::benchmarks<A>(), pallet_b::benchmarks<B>())
#define SERINUS_BENCHMARKS(...)                                       \
    namespace serinus::sdk::benchmark {                               \
    const std::vector<Case>& cases() {                                \
        static const auto& all = *new std::vector<Case>([] {          \
            std::vector<Case> out;                                    \
            for (auto& list : {__VA_ARGS__}) append_cases(out, list); \
            return out;                                               \
        }());                                                         \
        return all;                                                   \
    }                                                                 \
    SERINUS_EXPORT_METHOD(Benchmark, list)                            \
    SERINUS_EXPORT_METHOD(Benchmark, prepare)                         \
    SERINUS_EXPORT_METHOD(Benchmark, decode)                          \
    SERINUS_EXPORT_METHOD(Benchmark, dispatch)                        \
    }  // namespace serinus::sdk::benchmark
