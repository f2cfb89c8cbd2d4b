/// Transactions put together: what is signed, and the extrinsic with the signature. Formats 4 (signed) and 5 (general,
/// where an extension carries the signature). Spec: sect-extrinsics, RFC-84
#pragma once

#include "crypto/key_pair.hpp"
#include "tools/compose/extensions.hpp"

namespace serinus::compose {

struct Transaction {
    uint8_t format = 4;
    uint8_t extension_version = 0;  ///< in the extrinsic only for format 5
    Bytes call = {};
    std::vector<ExtensionBytes> extensions = {};
    uint64_t valid_until = 0;  ///< the last block in which it can be, for people; 0: any

    /// What the signer signs: the call with all of the extensions, or BLAKE2b-256 of it if that has more than 256
    /// bytes. For format 5 the hash of what follows from the extension that carries the signature on.
    Bytes payload() const;
    /// As payload() before it is hashed.
    Bytes full_payload() const;
};

/// The format in which a chain takes signed transactions: `wanted`, or 4 if there is that, otherwise 5. The error is a
/// sentence: none that is known.
Result<uint8_t, std::string> choose_format(const metadata::Metadata& metadata, std::optional<uint8_t> wanted);

/// A signature with the account that it is of.
struct Signed {
    crypto::Scheme scheme = crypto::Scheme::kSr25519;
    Hash256 account = {};
    Bytes signature = {};
};
/// The extrinsic, with its length before it: what is submitted and hashed. The error is a sentence: the chain has
/// addresses or signatures of other kinds.
Result<Bytes, std::string> assemble(const metadata::Metadata& metadata, const Transaction& transaction,
                                    const Signed& by);
/// Without a signature: the call alone, for calls that need none.
Bytes assemble_bare(uint8_t format, BytesView call);

/// Of an extrinsic as assemble() returns it.
Hash256 hash_of(BytesView extrinsic);

}  // namespace serinus::compose
