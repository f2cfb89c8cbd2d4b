/// A transaction for a chain made from what a user asks for: the call with all that is around it, and its terms.
#pragma once

#include "tools/compose/signing_file.hpp"
#include "tools/remote/terms.hpp"

namespace serinus::remote {

struct CallWishes {
    /// "pallet.call" and its arguments; "+" stands between the calls of a batch.
    std::vector<std::string> words = {};
    std::string batch = "batch_all";
    bool with_sudo = false;
    std::optional<Bytes> proxied = {};               ///< the account on whose behalf
    std::optional<compose::Multisig> multisig = {};  ///< without the signer
};

/// The names of pallets and files as TextReader has them. From the inside: the batch, sudo, the proxy. Without the
/// multisig, which needs the chain. Errors are sentences.
Result<Bytes, std::string> make_call(compose::TextReader& reader, const CallWishes& wishes);
/// Puts the operation of several signatories around a call. `signer`: one of them.
Result<Bytes, std::string> in_multisig_of(ChainView& chain, compose::TextReader& reader,
                                          const compose::Multisig& multisig, const Hash256& signer, BytesView call);

enum class MetadataHashMode : uint8_t { kAuto, kOn, kOff };

struct TransactionWishes {
    TermsOptions terms = {};
    std::optional<uint8_t> format = {};
    MetadataHashMode metadata_hash = MetadataHashMode::kAuto;
};

/// Signs a payload; the error is a sentence.
using Sign = std::function<Result<compose::Signed, std::string>(BytesView payload)>;
/// A signature of the right size that is none: for what a transaction costs, and for dry runs without a key.
Sign no_signature(crypto::Scheme scheme, const Hash256& account);

/// The transaction without its signature.
Result<compose::Transaction, std::string> make_transaction(ChainView& chain, const Hash256& account, BytesView call,
                                                           const TransactionWishes& wishes);

struct MadeTransaction {
    compose::Transaction transaction = {};
    Bytes extrinsic = {};  ///< with its length before it
    bool signs_metadata = false;
    std::optional<Refusal> refusal = {};  ///< the runtime would not take it
};
/// The same, signed. With kAuto the hash of the metadata is signed if the chain has the extension and the runtime takes
/// such a transaction.
Result<MadeTransaction, std::string> make_signed(ChainView& chain, const Hash256& account, BytesView call,
                                                 const TransactionWishes& wishes, const Sign& sign);

}  // namespace serinus::remote
