/// Whether an extrinsic may go into a block, and what the pool needs to know to order it.
/// Spec: sect-rte-validate-transaction
#pragma once

#include "runtime/sdk/dispatch_error.hpp"

namespace serinus::sdk {

struct InvalidTransaction {
    struct Call {};               ///< the call is not expected
    struct Payment {};            ///< the fee cannot be paid
    struct Future {};             ///< not yet: a nonce in the future
    struct Stale {};              ///< its nonce has been used
    struct BadProof {};           ///< the signature does not fit
    struct AncientBirthBlock {};  ///< the block of its era is not known any more
    struct ExhaustsResources {};  ///< no room in this block
    struct Custom {
        uint8_t _0{};
    };
    struct BadMandatory {};           ///< a mandatory call failed
    struct MandatoryValidation {};    ///< a mandatory call is not for the pool
    struct BadSigner {};              ///< the signer may not sign
    struct IndeterminateImplicit {};  ///< what is signed but not sent cannot be told
    struct UnknownOrigin {};          ///< nobody has signed it, and no extension has made it somebody's
    std::variant<Call, Payment, Future, Stale, BadProof, AncientBirthBlock, ExhaustsResources, Custom, BadMandatory,
                 MandatoryValidation, BadSigner, IndeterminateImplicit, UnknownOrigin>
        v;
};

struct UnknownTransaction {
    struct CannotLookup {};
    struct NoUnsignedValidator {};
    struct Custom {
        uint8_t _0{};
    };
    std::variant<CannotLookup, NoUnsignedValidator, Custom> v;
};

struct TransactionValidityError {
    std::variant<InvalidTransaction, UnknownTransaction> v;

    TransactionValidityError() = default;
    TransactionValidityError(InvalidTransaction e) : v(std::move(e)) {}
    TransactionValidityError(UnknownTransaction e) : v(std::move(e)) {}
    template <class Case>
        requires kIsAlternative<Case, decltype(InvalidTransaction::v)>
    TransactionValidityError(Case c) : v(InvalidTransaction{c}) {}
};

using TransactionTag = Bytes;

struct ValidTransaction {
    uint64_t priority = 0;
    std::vector<TransactionTag> requires_;
    std::vector<TransactionTag> provides;
    uint64_t longevity = ~uint64_t{0};  ///< blocks
    bool propagate = true;

    /// Both must hold: priorities add up, the shorter life counts.
    ValidTransaction combine_with(ValidTransaction other) &&;
};

using TransactionValidity = Result<ValidTransaction, TransactionValidityError>;
/// For checks that give no tags.
using TransactionCheck = Result<void, TransactionValidityError>;

/// Where the pool got a transaction from.
enum class TransactionSource : uint8_t { InBlock, Local, External };

/// What applying an extrinsic gives: it was not includable, or it was included and its call succeeded or failed.
using ApplyExtrinsicResult = Result<DispatchResult, TransactionValidityError>;

}  // namespace serinus::sdk

namespace serinus::scale {

/// Compiled once (codecs.cpp).
template <>
struct Codec<sdk::TransactionValidityError> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const sdk::TransactionValidityError& error);
    static void write(Encoder& out, const sdk::TransactionValidityError& error);
    static bool read(Decoder& in, sdk::TransactionValidityError& error);
};

}  // namespace serinus::scale
