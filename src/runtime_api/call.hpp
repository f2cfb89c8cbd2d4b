/// How a call of a runtime API is declared: as data, once.
///
///     inline constexpr Call<SetId()> kCurrentSetId{"GrandpaApi_current_set_id", {.first = 3}};
///
/// A call whose arguments or result changed is declared once for each shape, with the versions of the API that have it.
/// Nothing here executes: on_state.hpp and block_calls.hpp do.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "codec/scale.hpp"
#include "executor/executor.hpp"

namespace serinus::runtime_api {

template <class T>
using OrCallError = Result<T, executor::CallError>;

/// The versions of an API in which a call has a shape, both inclusive.
struct Versions {
    uint32_t first = 1;
    uint32_t last = UINT32_MAX;

    constexpr bool contains(uint32_t version) const noexcept { return first <= version && version <= last; }
    constexpr bool are_all() const noexcept { return first <= 1 && last == UINT32_MAX; }
};

/// For what else an answer holds than for the call that got it.
/// Observed: RequestResultCache of polkadot-node-core-runtime-api 36.0.0
enum class Reuse : uint8_t {
    kNever,         ///< the call does something beyond the state, or asks for it: keys, offchain storage, transactions
    kAtBlock,       ///< for the same arguments on the same block
    kInSession,     ///< on all blocks of a session, which the caller names beside the arguments
    kForArguments,  ///< on all blocks: the arguments name a session, or what they ask for by its hash
};

/// What is written as it stands: an argument that is encoded already, or the rest of an answer, undecoded.
struct Encoded {
    Bytes bytes;
    friend bool operator==(const Encoded&, const Encoded&) = default;
};

/// "GrandpaApi" of "GrandpaApi_current_set_id".
constexpr std::string_view api_of(std::string_view name) noexcept { return name.substr(0, name.find('_')); }

/// An answer that is not of the declared type. The reason has the first bytes of the answer, and how many there are.
executor::CallError undecodable(std::string_view name, BytesView answer, std::string_view why);
/// The runtime's version of the API does not have the call, or the runtime lacks the API (nullopt). kNoSuchMethod.
executor::CallError no_such_call(std::string_view name, const Versions& versions, std::optional<uint32_t> version);

template <class Signature>
struct Call;

template <class Value_, class... Arguments>
struct Call<Value_(Arguments...)> {
    using Value = Value_;  ///< void: nothing is returned, and what is is not looked at

    std::string_view name;  ///< of the exported function: API and method, joined by "_"
    Versions versions = {};
    Reuse reuse = Reuse::kNever;

    constexpr std::string_view api() const noexcept { return api_of(name); }

    static Bytes encode(const Arguments&... arguments) { return scale::encode(std::tie(arguments...)); }

    /// Error kBadResult: `answer` is not the encoding of a value, or bytes follow it.
    OrCallError<Value> decode(BytesView answer) const {
        if constexpr (std::is_void_v<Value>) {
            (void)answer;
            return {};
        } else {
            auto value = scale::decode<Value>(answer);
            if (!value) return Err(undecodable(name, answer, to_string(value.error())));
            return *std::move(value);
        }
    }
};

}  // namespace serinus::runtime_api

namespace serinus::scale {

template <>
struct Codec<runtime_api::Encoded> {
    using Encoded = runtime_api::Encoded;
    static constexpr size_t kMinSize = 0;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Encoded& value) noexcept { return value.bytes.size(); }
    static void write(Encoder& out, const Encoded& value) { out.append(value.bytes); }
    static bool read(Decoder& in, Encoded& value) {
        const size_t size = in.remaining();
        const uint8_t* at = nullptr;
        if (!in.take(size, at)) return false;
        value.bytes.assign(at, at + size);
        return true;
    }
};

}  // namespace serinus::scale
