/* Says which machine it was made for, and which one it runs on. */
#include <stdio.h>
#include <sys/utsname.h>

int main(void) {
  struct utsname machine;
  if (uname(&machine) != 0) return 1;
  printf("hello from %s\n", machine.machine);
  return 0;
}
