"""Drawing passes: pure functions on arrays that turn lit pictures into drawn ones. They know no world and no style."""
