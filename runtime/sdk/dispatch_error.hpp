/// Why a call failed, as it is stored in events and shown to users.
/// Source: sp_runtime::DispatchError of July 2023
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sp_runtime {

/// An error of a pallet: its index in the runtime, and the encoded error, filled up with zeros.
struct ModuleError {
    uint8_t index{};
    ByteArray<4> error{};
    friend bool operator==(const ModuleError&, const ModuleError&) = default;
};

enum class TokenError : uint8_t {
    FundsUnavailable,
    OnlyProvider,
    BelowMinimum,
    CannotCreate,
    UnknownAsset,
    Frozen,
    Unsupported,
    CannotCreateHold,
    NotExpendable,
    Blocked,
};

enum class TransactionalError : uint8_t { LimitReached, NoLayer };

}  // namespace serinus::sp_runtime

namespace serinus::sp_runtime::proving_trie {

/// What is wrong with a proof, or with the trie of which it is to be made.
enum class TrieError : uint8_t {
    InvalidStateRoot,
    IncompleteDatabase,
    ValueAtIncompleteKey,
    DecoderError,
    InvalidHash,
    DuplicateKey,
    ExtraneousNode,
    ExtraneousValue,
    ExtraneousHashReference,
    InvalidChildReference,
    ValueMismatch,
    IncompleteProof,
    RootMismatch,
    DecodeError,
};

}  // namespace serinus::sp_runtime::proving_trie

namespace serinus::sp_arithmetic {

enum class ArithmeticError : uint8_t { Underflow, Overflow, DivisionByZero };

}  // namespace serinus::sp_arithmetic

namespace serinus::sp_runtime {

using proving_trie::TrieError;
using sp_arithmetic::ArithmeticError;

/// An error of a pallet that says which pallet it belongs to: its pallet declares `pallet_index_of(Error)` as a friend.
/// It is an enum, or, if errors carry something, a struct with a variant `v`, whose encoding has four bytes at most.
template <class E>
concept PalletError = (std::is_enum_v<E> || requires(E e) { e.v; }) && requires(E e) { pallet_index_of(e); };

/// How an error stands in a ModuleError.
template <PalletError E>
ByteArray<4> error_bytes(const E& error) {
    if constexpr (std::is_enum_v<E>) {
        return {static_cast<uint8_t>(error), 0, 0, 0};
    } else {
        const Bytes encoded = scale::encode(error);
        SERINUS_ASSERT(encoded.size() <= 4);
        ByteArray<4> out{};
        std::copy(encoded.begin(), encoded.end(), out.begin());
        return out;
    }
}

struct DispatchError {
    struct Other {
        friend bool operator==(Other, Other) = default;
    };
    struct CannotLookup {
        friend bool operator==(CannotLookup, CannotLookup) = default;
    };
    struct BadOrigin {
        friend bool operator==(BadOrigin, BadOrigin) = default;
    };
    struct Module {
        ModuleError _0;
        friend bool operator==(const Module&, const Module&) = default;
    };
    struct ConsumerRemaining {
        friend bool operator==(ConsumerRemaining, ConsumerRemaining) = default;
    };
    struct NoProviders {
        friend bool operator==(NoProviders, NoProviders) = default;
    };
    struct TooManyConsumers {
        friend bool operator==(TooManyConsumers, TooManyConsumers) = default;
    };
    struct Token {
        TokenError _0{};
        friend bool operator==(Token, Token) = default;
    };
    struct Arithmetic {
        ArithmeticError _0{};
        friend bool operator==(Arithmetic, Arithmetic) = default;
    };
    struct Transactional {
        TransactionalError _0{};
        friend bool operator==(Transactional, Transactional) = default;
    };
    struct Exhausted {
        friend bool operator==(Exhausted, Exhausted) = default;
    };
    struct Corruption {
        friend bool operator==(Corruption, Corruption) = default;
    };
    struct Unavailable {
        friend bool operator==(Unavailable, Unavailable) = default;
    };
    struct RootNotAllowed {
        friend bool operator==(RootNotAllowed, RootNotAllowed) = default;
    };
    struct Trie {
        TrieError _0{};
        friend bool operator==(Trie, Trie) = default;
    };

    using Variant =
        std::variant<Other, CannotLookup, BadOrigin, Module, ConsumerRemaining, NoProviders, TooManyConsumers, Token,
                     Arithmetic, Transactional, Exhausted, Corruption, Unavailable, RootNotAllowed, Trie>;
    Variant v;

    DispatchError() = default;
    template <class Case>
        requires sdk::kIsAlternative<Case, Variant>
    DispatchError(Case error) : v(std::move(error)) {}
    DispatchError(TokenError error) : v(Token{error}) {}
    DispatchError(ArithmeticError error) : v(Arithmetic{error}) {}
    DispatchError(TransactionalError error) : v(Transactional{error}) {}
    DispatchError(TrieError error) : v(Trie{error}) {}
    template <PalletError E>
    DispatchError(E error) : v(Module{{pallet_index_of(error), error_bytes(error)}}) {}

    friend bool operator==(const DispatchError&, const DispatchError&) = default;
};

}  // namespace serinus::sp_runtime

namespace serinus::scale {

/// DispatchError has constructors, so it is no aggregate; its encoding is that of its variant. Every event may hold
/// one: it is compiled once (codecs.cpp).
template <>
struct Codec<sp_runtime::DispatchError> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const sp_runtime::DispatchError& error);
    static void write(Encoder& out, const sp_runtime::DispatchError& error);
    static bool read(Decoder& in, sp_runtime::DispatchError& error);
};

}  // namespace serinus::scale

namespace serinus::sdk {

using sp_arithmetic::ArithmeticError;
using sp_runtime::DispatchError;
using sp_runtime::TokenError;
using sp_runtime::TransactionalError;
using sp_runtime::TrieError;

/// What most functions of pallets return; `return {};` is success.
using DispatchResult = Result<void, DispatchError>;
template <class T>
using ResultOf = Result<T, DispatchError>;

inline constexpr DispatchError::BadOrigin kBadOrigin{};

}  // namespace serinus::sdk
