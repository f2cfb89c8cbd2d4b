/// `serinus new chain`
#pragma once

#include <string>

#include "base/result.hpp"

namespace serinus::scaffold {

/// Writes a chain of that name into `folder`, which must not be there. `sdk` is what find_sdk() gave. If it fails, the
/// folder is not there either. The error is a sentence for the user: a bad name, a folder that exists, a file that
/// cannot be written.
Result<void, std::string> write_chain(const std::string& sdk, const std::string& folder, const std::string& name);

}  // namespace serinus::scaffold
