/// The extension by which the signer of a transaction can sign which metadata it was shown by. Spec: RFC-78
///
/// A device that signs gets the few types that one transaction needs, with a proof that they are part of metadata of a
/// certain hash. With mode 1 the transaction signs that hash, and the runtime compares it with its own: a wallet that
/// gave the device other types has its transaction refused. The runtime's hash is made of its metadata when it is
/// built, before the module is compiled; the metadata does not contain it.
#pragma once

#include "runtime/sdk/transaction_extension.hpp"

namespace serinus::frame_metadata_hash_extension {

using namespace sdk;

enum class Mode : uint8_t {
    Disabled,
    Enabled,
};

/// `T::metadata_hash()` is the hash, nullopt for a runtime that was built without. Pallet:
/// frame-metadata-hash-extension
template <class T>
struct CheckMetadataHash {
    using Params = List<Param<"T">>;
    static constexpr std::string_view kIdentifier = "CheckMetadataHash";

    Mode mode{};

    Result<std::optional<ByteArray<32>>, TransactionValidityError> additional_signed() const {
        if (mode == Mode::Disabled) return std::optional<ByteArray<32>>();
        const std::optional<Hash256> hash = T::metadata_hash();
        ENSURE(hash.has_value(), UnknownTransaction{UnknownTransaction::CannotLookup{}});
        return std::optional(hash->bytes);
    }
};

}  // namespace serinus::frame_metadata_hash_extension
