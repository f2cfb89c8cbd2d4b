/// Extrinsics as they stand in blocks: a version byte, for transactions who signs and the signed extras, then the call.
/// Spec: defn-extrinsic, sect-extrinsics
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/host.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::sp_runtime {

/// A signature of any of the kinds that accounts can make.
struct MultiSignature {
    struct Ed25519 {
        ByteArray<64> _0{};
    };
    struct Sr25519 {
        ByteArray<64> _0{};
    };
    struct Ecdsa {
        ByteArray<65> _0{};
    };
    std::variant<Ed25519, Sr25519, Ecdsa> v;

    /// Whether `who` made it over `message`. An ECDSA account is the hash of its compressed public key.
    bool verify(BytesView message, const sdk::AccountId& who) const;
};

}  // namespace serinus::sp_runtime

namespace serinus::sdk {

using sp_runtime::MultiSignature;

inline constexpr uint8_t kExtrinsicVersion = 4;
inline constexpr uint8_t kSignedBit = 0x80;

/// What a transaction's signature is made over: `payload` itself, or its hash if it is long. Spec: sect-extrinsics
bool verify_payload(const MultiSignature& signature, BytesView payload, const AccountId& who);


}  // namespace serinus::sdk
