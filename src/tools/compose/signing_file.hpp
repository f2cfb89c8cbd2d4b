/// A transaction on its way to a machine without a network, where it is signed, and back: JSON.
#pragma once

#include "tools/compose/transaction.hpp"

namespace serinus::compose {

/// What a file holds. Nothing of it is secret.
struct SigningFile {
    std::string chain = {};  ///< the name, for people
    std::string shown = {};  ///< the call as JSON, for people: not checked against `transaction.call`
    Hash256 account = {};
    Transaction transaction = {};
    std::optional<Signed> by = {};  ///< once it is signed
};

std::string signing_file_json(const SigningFile& file);
/// The error is a sentence: it is no such file. The payload of the file is recomputed, never taken from it.
Result<SigningFile, std::string> read_signing_file(std::string_view json);

}  // namespace serinus::compose
