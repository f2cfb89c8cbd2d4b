/// Extrinsics as they stand in blocks: a version byte, for transactions who signs and the signed extras, then the call.
/// Spec: defn-extrinsic, sect-extrinsics
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::sp_runtime {

/// A signature of any of the kinds that accounts can make.
struct MultiSignature {
    struct Ed25519 {
        ByteArray<64> _0;
    };
    struct Sr25519 {
        ByteArray<64> _0;
    };
    struct Ecdsa {
        ByteArray<65> _0;
    };
    std::variant<Ed25519, Sr25519, Ecdsa> v;

    /// Whether `who` made it over `message`. An ECDSA account is the hash of its compressed public key.
    bool verify(BytesView message, const sdk::AccountId& who) const;
};

namespace generic::unchecked_extrinsic {

/// An extrinsic as it was sent, with its length prefix: it counts for fees and for the extrinsics root as it is. The
/// parameters are what it decodes to. Lives no longer than what it was decoded from.
template <class Address, class Call, class Signature, class Extra>
struct UncheckedExtrinsic {
    using Params = sdk::List<sdk::Param<"Address", Address>, sdk::Param<"Call", Call>,
                             sdk::Param<"Signature", Signature>, sdk::Param<"Extra", Extra>>;
    BytesView _0;
};

}  // namespace generic::unchecked_extrinsic

}  // namespace serinus::sp_runtime

namespace serinus::sdk {

using sp_runtime::MultiSignature;

inline constexpr uint8_t kExtrinsicVersion = 4;
inline constexpr uint8_t kSignedBit = 0x80;

/// What a transaction's signature is made over: `payload` itself, or its hash if it is long. Spec: sect-extrinsics
bool verify_payload(const MultiSignature& signature, BytesView payload, const AccountId& who);

}  // namespace serinus::sdk

namespace serinus::scale {

template <class... P>
struct Codec<sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<P...>> {
    using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<P...>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Extrinsic& extrinsic) { return extrinsic._0.size(); }
    static void write(Encoder& out, const Extrinsic& extrinsic) { out.append(extrinsic._0); }
    static bool read(Decoder& in, Extrinsic& extrinsic) {
        const uint8_t* const start = in.position();
        const uint8_t* content;
        uint32_t size;
        if (!in.length(size, 1) || !in.take(size, content)) return false;
        extrinsic._0 = {start, in.position()};
        return true;
    }
};

}  // namespace serinus::scale
