/// The chain below templates/, and the files that are made of it.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace serinus::scaffold {

/// A file to be written, below the folder of a chain.
struct NewFile {
    std::string path;
    std::string text;
};

/// What a copy is called.
struct CopyNames {
    std::string chain;   ///< in place of new_chain
    std::string pallet;  ///< in place of numbers; what is made of it in place of Numbers
};

/// The text with the names of the template replaced.
std::string renamed(std::string text, const CopyNames& names);

/// All files of the template, by their paths in it. The error is a sentence.
Result<std::vector<NewFile>, std::string> read_template(const std::string& folder);

/// Writes the files below `folder`, and creates folders where they are missing. The error is a sentence.
Result<void, std::string> write_files(const std::string& folder, const std::vector<NewFile>& files);

/// Where the SDK is: <prefix>/share/serinus, for a program <prefix>/bin/serinus. The error says what to install.
Result<std::string, std::string> find_sdk(const std::string& program);

/// Debian packages of programs that building a chain needs and that none of the folders of `path` has, the value of
/// $PATH.
std::vector<std::string> missing_packages(const std::string& path);

}  // namespace serinus::scaffold
