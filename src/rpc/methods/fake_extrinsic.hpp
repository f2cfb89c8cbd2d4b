/// An extrinsic of anybody, with a signature that hosts with mocked signatures accept.
#pragma once

#include "metadata/metadata.hpp"

namespace serinus::rpc {

/// The encoding without its length. `account`: 32 bytes; `call`: the encoded call. The signed extensions have their
/// defaults (immortal, no tip), but the nonce. Errors are sentences: the call is none of the chain, or its extrinsics
/// have another form than those with a MultiSignature.
Result<Bytes, std::string> fake_extrinsic(const metadata::Metadata& metadata, BytesView account, BytesView call,
                                          uint64_t nonce);

}  // namespace serinus::rpc
